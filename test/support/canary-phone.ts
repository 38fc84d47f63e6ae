import { randomInt } from 'node:crypto';
import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { callAs, codeTo, newNetwork, turnSmsOn, type PhonePlayer } from './phone-player.ts';
import { expectStatus, logIn } from './player.ts';
import { askForReset } from './recovery.ts';
import { challengeOf, proveSecond, recoveryProof } from './second-factor.ts';

/** What codes by text message and a change of phone leave behind. */
export interface PhoneMarks {
  newPhone: string;
  recoveryCodes: string[];
  tokens: readonly string[];
}

const reversionIn = (cloud: TestCloud, email: string): string =>
  cloud.cloud.mail
    .mails({ to: email })
    .flatMap(({ text }) => /\/phone-change-reversion#([\w-]{43})/.exec(text ?? '')?.[1] ?? [])
    .at(-1) ?? '';

/** Logs in with a second step by text message, proves again, and asks for a code at a reset. */
async function proveByText(cloud: TestCloud, player: PhonePlayer): Promise<{ token: string; reset: string }> {
  const { email, password, phone } = player;
  const smsProof = () => ({ method: 'sms', code: codeTo(cloud, phone) });
  const challenge = await challengeOf(cloud, email, password);
  const asked = cloud.api('POST /v1/sessions/second-factors/sms-codes', { body: { challenge }, headers: player.from });
  await expectStatus(asked, 202);
  await cloud.settle();
  const session = await expectStatus(proveSecond(cloud, challenge, smsProof()), 201);
  const { accessToken: token } = session.body;
  const here = { ...player, token };
  await expectStatus(callAs(cloud, here, ['POST /v1/me/step-ups/sms-codes']), 202);
  await expectStatus(callAs(cloud, here, ['POST /v1/me/step-ups', { secondFactor: smsProof() }]), 200);
  const reset = (await askForReset(cloud, email)) ?? '';
  const body = { token: reset };
  await expectStatus(cloud.api('POST /v1/password-resets/sms-codes', { body, headers: player.from }), 202);
  await cloud.settle();
  return { token, reset };
}

/** Turns codes on, uses them everywhere, changes the number, takes it back and turns codes off: all is as it was. */
export async function phoneMarked(
  cloud: TestCloud,
  { email, password, accountNumber, playerId, person: { phone } }: MarkedPlayer,
): Promise<PhoneMarks> {
  const fresh = (await expectStatus(logIn(cloud, email, password), 201)).body.accessToken;
  const player = { email, password, accountNumber, playerId, phone, token: fresh, from: newNetwork() };
  const recoveryCodes = await turnSmsOn(cloud, player);
  const { token, reset } = await proveByText(cloud, player);
  const newPhone = `+62877${randomInt(10_000_000, 99_999_999)}`;
  const here = { ...player, token };
  await expectStatus(callAs(cloud, here, ['POST /v1/me/phone-changes', { phone: newPhone }]), 202);
  const body = { code: codeTo(cloud, newPhone) };
  await expectStatus(callAs(cloud, here, ['POST /v1/me/phone-changes/confirmations', body]), 200);
  await cloud.api('GET /phone-change-reversion');
  const back = reversionIn(cloud, email);
  await expectStatus(cloud.api('POST /v1/phone-changes/reversions', { body: { token: back } }), 200);
  const challenge = await challengeOf(cloud, email, password);
  const session = await expectStatus(proveSecond(cloud, challenge, recoveryProof(recoveryCodes[0])), 201);
  const removal = { secondFactor: recoveryProof(recoveryCodes[1]) };
  const removed = { ...player, token: session.body.accessToken };
  await expectStatus(callAs(cloud, removed, ['POST /v1/me/second-factors/sms/removals', removal]), 204);
  return { newPhone, recoveryCodes, tokens: [reset, back] };
}
