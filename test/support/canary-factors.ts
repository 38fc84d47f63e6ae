import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { expectStatus, logIn } from './player.ts';
import { challengeOf, proveSecond, recoveryProof, turnTotpOn } from './second-factor.ts';

/** What second factors leave behind. */
export interface FactorMarks {
  totpSecret: string;
  recoveryCodes: string[];
  challenge: string;
}

/** Turns an authenticator on, logs in with a second step, proves again, renews the codes, and turns it off. */
export async function protectMarked(cloud: TestCloud, { email, password }: MarkedPlayer): Promise<FactorMarks> {
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
  await cloud.settle();
  const codes: string[] = [...recoveryCodes, ...renewed.body.recoveryCodes];
  return { totpSecret: secret, recoveryCodes: codes, challenge };
}
