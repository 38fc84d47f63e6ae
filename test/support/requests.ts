import { randomUUID } from 'node:crypto';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { rowsOf } from './ledger.ts';

/** Makes a request in a session, under a key of its own unless one is given. */
export const makeRequest = (
  cloud: TestCloud,
  token: string,
  { key = randomUUID(), ...body }: { type: string; text?: string; key?: string },
): Promise<ApiAnswer> => cloud.api('POST /v1/me/requests', { token, body, headers: { 'idempotency-key': key } });

/** Everything that evidence says of a request, oldest first. */
export const evidenceOfRequest = async (cloud: TestCloud, requestId: string) =>
  (await rowsOf(cloud, 'evidence')).filter(({ pk }) => pk === `request#${requestId}`);

/** The newest mail to an address. */
export const newestMail = (cloud: TestCloud, email: string) => cloud.cloud.mail.mails({ to: email }).at(-1);
