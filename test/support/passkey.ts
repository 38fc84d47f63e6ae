import {
  makePasskey,
  signWithPasskey,
  type KeyAlgorithm,
  type Misbehaviour,
  type RequestOptions,
  type SoftPasskey,
} from './authenticator.ts';
import type { TestCloud } from './cloud.ts';
import { expectStatus } from './player.ts';

/** Where the pages of the local stage are when somebody uses passkeys. */
export const passkeyOrigin = 'http://localhost:8080';

/** A passkey that is on, and what its owner was told. */
export interface OwnPasskey {
  passkey: SoftPasskey;
  passkeyId: string;
  recoveryCodes: string[];
}

/** Asks for what a browser needs to make a passkey. The token must be of a fresh login. */
export const creationOptionsOf = async (cloud: TestCloud, token: string) =>
  (await expectStatus(cloud.api('POST /v1/me/second-factors/passkeys/options', { token }), 200)).body.publicKey;

/** Adds a passkey as its owner does. The token must be of a fresh login. */
export async function turnPasskeyOn(
  cloud: TestCloud,
  { token }: { token: string },
  { name = 'Phone', ...given }: { name?: string; algorithm?: KeyAlgorithm; count?: number } = {},
): Promise<OwnPasskey> {
  const made = makePasskey(await creationOptionsOf(cloud, token), { origin: passkeyOrigin, ...given });
  const body = { name, passkey: made.answer };
  const added = await expectStatus(cloud.api('POST /v1/me/second-factors/passkeys', { token, body }), 201);
  return {
    passkey: made.passkey,
    passkeyId: added.body.passkeyId,
    recoveryCodes: added.body.recoveryCodes ?? [],
  };
}

/** Asks for what a browser needs at the second step of a login. */
export const loginOptionsOf = async (cloud: TestCloud, challenge: string): Promise<RequestOptions> => {
  const asked = cloud.api('POST /v1/sessions/second-factors/passkey-options', { body: { challenge } });
  return (await expectStatus(asked, 200)).body.publicKey;
};

/** Asks for what a browser needs to prove again who holds a session. */
export const sessionOptionsOf = async (cloud: TestCloud, token: string): Promise<RequestOptions> =>
  (await expectStatus(cloud.api('POST /v1/me/step-ups/passkey-options', { token }), 200)).body.publicKey;

/** A proof by a passkey on a page of ours, or of somebody else. */
export const passkeyProof = (passkey: SoftPasskey, options: RequestOptions, wrong: Misbehaviour = {}) => ({
  method: 'passkey' as const,
  assertion: signWithPasskey(passkey, options, { origin: passkeyOrigin, ...wrong }),
});
