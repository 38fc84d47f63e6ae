import { Secret, TOTP } from 'otpauth';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { expectStatus, logIn } from './player.ts';

/** An authenticator, and what its owner wrote down. */
export interface Authenticator {
  secret: string;
  recoveryCodes: string[];
}

/** The code that an authenticator shows at a moment. */
export const codeAt = (secret: string, moment: Date): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: moment.getTime() });

/** A proof by the code of the next half minute: what was used before is no longer in the way. */
export function nextProof(cloud: TestCloud, secret: string): { method: 'totp'; code: string } {
  cloud.turn({ seconds: 30 });
  return { method: 'totp', code: codeAt(secret, cloud.now()) };
}

/** A proof by a code of the paper. */
export const recoveryProof = (code = '') => ({ method: 'recovery-code', code }) as const;

/** Sets an authenticator up as its owner does and turns it on. The token must be of a fresh login. */
export async function turnTotpOn(cloud: TestCloud, { token }: { token: string }): Promise<Authenticator> {
  const { secret } = (await expectStatus(cloud.api('POST /v1/me/second-factors/totp', { token }), 201)).body;
  const body = { code: codeAt(secret, cloud.now()) };
  const confirmed = await expectStatus(
    cloud.api('POST /v1/me/second-factors/totp/confirmations', { token, body }),
    200,
  );
  return { secret, recoveryCodes: confirmed.body.recoveryCodes ?? [] };
}

/** Takes the first step of a login and answers the challenge of the second. */
export async function challengeOf(cloud: TestCloud, email: string, password?: string): Promise<string> {
  return (await expectStatus(logIn(cloud, email, password), 202)).body.challenge;
}

/** Takes the second step of a login. */
export const proveSecond = (cloud: TestCloud, challenge: string, secondFactor: unknown): Promise<ApiAnswer> =>
  cloud.api('POST /v1/sessions/second-factors', { body: { challenge, secondFactor } });
