import * as z from 'zod';
import type { Cloud } from '#local/cloud.ts';

/** The one person that measures are taken of. */
export const benchPerson = { email: 'bench@example.com', password: 'merry lanterns drift upstream' };

const noticeSchema = z.object({ noticeHash: z.string() });

/** Sends JSON to the API of a local cloud. Throws an Error for any status but the one that is expected. */
async function post({ apiAddress }: Cloud, path: string, { body, status }: { body: unknown; status: number }) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(apiAddress + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

/** What the person sends to register. */
export async function registrationBody({ apiAddress }: Cloud): Promise<Record<string, unknown>> {
  const notice = await fetch(`${apiAddress}/v1/privacy-notice?jurisdiction=ID&language=id`);
  const { noticeHash } = noticeSchema.parse(await notice.json());
  return {
    ...benchPerson,
    fullName: 'Wulan Kusuma',
    birthDate: '1990-06-15',
    phone: '+6281234567890',
    jurisdiction: 'ID',
    language: 'id',
    noticeHash,
  };
}

/** Registers the person, the mails included. */
export async function register(cloud: Cloud, body: Record<string, unknown>): Promise<void> {
  await post(cloud, '/v1/players', { body, status: 202 });
}

/** Opens the mail of a registration and logs in; answers an access token. */
export async function openAccount(cloud: Cloud): Promise<string> {
  await register(cloud, await registrationBody(cloud));
  await cloud.settle({ timeoutMs: 60_000 });
  const mails = cloud.mail.mails({ to: benchPerson.email });
  const tokens = mails.flatMap(({ text = '' }) => /\/verification#([\w-]{43})/.exec(text)?.[1] ?? []);
  const verification = { token: tokens.at(-1), password: benchPerson.password };
  await post(cloud, '/v1/players/verifications', { body: verification, status: 201 });
  const login = await post(cloud, '/v1/sessions', { body: { ...benchPerson, deviceKind: 'desktop' }, status: 201 });
  await cloud.settle({ timeoutMs: 60_000 });
  return z.object({ accessToken: z.string() }).parse(await login.json()).accessToken;
}
