import { randomUUID } from 'node:crypto';
import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { expectStatus, logIn } from './player.ts';
import { askForReset, linkTokens } from './recovery.ts';
import { newStaff } from './staff.ts';

/** What recovering an account leaves behind: the address that was wanted, and the tokens of the mailed links. */
export interface RecoveryMarks {
  newEmail: string;
  tokens: readonly string[];
}

/** Changes the address, takes it back, and chooses the password again: in the end the person has what they had. */
export async function recoverMarked(cloud: TestCloud, { email, password, playerId }: MarkedPlayer) {
  const newEmail = `moved.${randomUUID()}@example.com`;
  const { accessToken: token } = (await expectStatus(logIn(cloud, email, password), 201)).body;
  const body = { currentPassword: `${password} but wrong`, newPassword: password };
  await expectStatus(cloud.api('PUT /v1/me/password', { token, body }), 401);
  const support = await newStaff(cloud, `support-${randomUUID()}`, ['support']);
  const start = `POST /v1/staff/players/${playerId}/password-resets`;
  await expectStatus(cloud.api(start, { token: support.token, body: { reason: 'player-asked' } }), 202);
  await expectStatus(cloud.api('POST /v1/me/email-changes', { token, body: { email: newEmail } }), 202);
  await cloud.settle();
  for (const page of ['password-reset', 'email-change', 'email-change-reversion']) await cloud.api(`GET /${page}`);
  const to = linkTokens(cloud, newEmail, 'email-change').at(-1);
  await expectStatus(cloud.api('POST /v1/email-changes/confirmations', { body: { token: to } }), 204);
  await cloud.settle();
  const back = linkTokens(cloud, email, 'email-change-reversion').at(-1);
  await expectStatus(cloud.api('POST /v1/email-changes/reversions', { body: { token: back } }), 204);
  await cloud.settle();
  const reset = await askForReset(cloud, email);
  await expectStatus(cloud.api('POST /v1/password-resets/completions', { body: { token: reset, password } }), 204);
  await cloud.settle();
  const marks: RecoveryMarks = { newEmail, tokens: [to, back, reset].map((each) => each ?? '') };
  return marks;
}
