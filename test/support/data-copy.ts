import { randomUUID } from 'node:crypto';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { expectStatus } from './player.ts';
import { unzip } from './zip.ts';

type Signed = { token: string };

const newKey = () => ({ 'idempotency-key': randomUUID() });

/** Asks for a copy of what is held about a player. */
export const askForCopy = (cloud: TestCloud, { token }: Signed, headers = newKey()): Promise<ApiAnswer> =>
  cloud.api('POST /v1/me/exports', { token, body: {}, headers });

/** Reads how far a copy is. */
export const showCopy = (cloud: TestCloud, { token }: Signed, exportId: string): Promise<ApiAnswer> =>
  cloud.api(`GET /v1/me/exports/${exportId}`, { token });

/** Asks for a link to a copy. */
export const downloadCopy = (
  cloud: TestCloud,
  { token }: Signed,
  { exportId, headers = newKey() }: { exportId: string; headers?: Record<string, string> },
): Promise<ApiAnswer> => cloud.api(`POST /v1/me/exports/${exportId}/downloads`, { token, body: {}, headers });

/** Asks for a copy, waits until it is ready, and fetches its files. */
export async function fetchCopy(
  cloud: TestCloud,
  player: Signed,
): Promise<{ exportId: string; files: Map<string, Buffer>; archive: Buffer }> {
  const { exportId } = (await expectStatus(askForCopy(cloud, player), 202)).body;
  await cloud.settle();
  const { url } = (await expectStatus(downloadCopy(cloud, player, { exportId }), 201)).body;
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`The link answered ${response.status}`);
  const archive = Buffer.from(await response.arrayBuffer());
  return { exportId, files: unzip(archive), archive };
}
