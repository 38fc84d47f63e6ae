import type { TestCloud } from './cloud.ts';
import { expectStatus, logIn } from './player.ts';

/** Agrees, reads it back, objects in each way that there is; answers the token of the mail. */
export async function consentMarked(
  cloud: TestCloud,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const { accessToken: token } = (await expectStatus(logIn(cloud, email, password), 201)).body;
  const { textHash } = (await expectStatus(cloud.api('GET /v1/consent-texts/marketing?language=en'), 200)).body;
  const body = { channels: ['email', 'sms'], textHash };
  await expectStatus(cloud.api('PUT /v1/me/consents/marketing', { token, body }), 200);
  await cloud.settle();
  const texts = cloud.cloud.mail.mails({ to: email }).map(({ text }) => text ?? '');
  const mailed = texts.flatMap((text) => /\/unsubscribe#([\w-]{43})/.exec(text)?.[1] ?? []).at(-1) ?? '';
  await expectStatus(cloud.api('GET /v1/me/consents', { token }), 200);
  await cloud.api('GET /unsubscribe');
  await expectStatus(cloud.api('POST /v1/unsubscribes', { body: { token: mailed } }), 204);
  await expectStatus(cloud.api(`POST /v1/unsubscribes/${mailed}`), 204);
  await expectStatus(cloud.api('DELETE /v1/me/consents/marketing', { token }), 204);
  await expectStatus(cloud.api('GET /v1/me/consents/marketing/history', { token }), 200);
  return mailed;
}
