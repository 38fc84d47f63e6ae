import { randomBytes } from 'node:crypto';
import { publicKeyOf } from './authenticator.ts';
import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { loginOptionsOf, passkeyProof, sessionOptionsOf, turnPasskeyOn } from './passkey.ts';
import { expectStatus, logIn } from './player.ts';
import { challengeOf, proveSecond, recoveryProof, turnTotpOn } from './second-factor.ts';

/** What second factors leave behind. */
export interface FactorMarks {
  passkeyName: string;
  passkeyPublicKey: string;
  passkeyChallenge: string;
  totpSecret: string;
  recoveryCodes: string[];
  challenge: string;
}

/** Turns an authenticator on, logs in with a second step, proves again, renews the codes, and turns it off; then a passkey. */
export async function protectMarked(cloud: TestCloud, player: MarkedPlayer): Promise<FactorMarks> {
  const { email, password } = player;
  const fresh = (await expectStatus(logIn(cloud, email, password), 201)).body.accessToken;
  const { secret, recoveryCodes } = await turnTotpOn(cloud, { token: fresh });
  const challenge = await challengeOf(cloud, email, password);
  const session = await expectStatus(proveSecond(cloud, challenge, recoveryProof(recoveryCodes[0])), 201);
  const token = session.body.accessToken;
  await expectStatus(cloud.api('GET /v1/me/second-factors', { token }), 200);
  const stepUp = { secondFactor: recoveryProof(recoveryCodes[1]) };
  await expectStatus(cloud.api('POST /v1/me/step-ups', { token, body: stepUp }), 200);
  const renewed = await expectStatus(cloud.api('POST /v1/me/second-factors/recovery-codes', { token }), 201);
  const removal = { secondFactor: recoveryProof(renewed.body.recoveryCodes[0]) };
  await expectStatus(cloud.api('POST /v1/me/second-factors/totp/removals', { token, body: removal }), 204);
  const marks = await holdPasskey(cloud, player, token);
  await cloud.settle();
  const codes: string[] = [...recoveryCodes, ...renewed.body.recoveryCodes];
  return { totpSecret: secret, recoveryCodes: codes, challenge, ...marks };
}

/** Adds a passkey, logs in and proves again by it, and removes it. */
async function holdPasskey(cloud: TestCloud, { email, password }: MarkedPlayer, token: string) {
  const passkeyName = `Key ${randomBytes(12).toString('hex')}`;
  const { passkey, passkeyId } = await turnPasskeyOn(cloud, { token }, { name: passkeyName });
  await expectStatus(cloud.api('GET /v1/me/second-factors', { token }), 200);
  const challenge = await challengeOf(cloud, email, password);
  const options = await loginOptionsOf(cloud, challenge);
  await expectStatus(proveSecond(cloud, challenge, passkeyProof(passkey, options)), 201);
  const stepUp = { secondFactor: passkeyProof(passkey, await sessionOptionsOf(cloud, token)) };
  await expectStatus(cloud.api('POST /v1/me/step-ups', { token, body: stepUp }), 200);
  await expectStatus(cloud.api(`DELETE /v1/me/second-factors/passkeys/${passkeyId}`, { token }), 204);
  return { passkeyName, passkeyPublicKey: publicKeyOf(passkey), passkeyChallenge: options.challenge };
}
