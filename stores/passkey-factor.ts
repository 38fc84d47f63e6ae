import type { FactorChecker, PresentedProof } from './factor-checker.ts';
import type { Write } from './commitment.ts';
import { openSubjectKeys } from './keys.ts';
import { openPasskeyChallenges } from './passkey-challenges.ts';
import { openPasskeys, passkeysOf } from './passkeys.ts';
import { unsealField } from './sealing.ts';
import { challengeIn, userHandleOf, verifyAssertion } from './webauthn.ts';

/**
 * A passkey as a second factor. Needs `TABLE_CREDENTIALS` and `REGION_SETTINGS`; a check also `TABLE_KEYS` and to open
 * keys of the class `identity`.
 */
export const passkeyFactor: FactorChecker = {
  method: 'passkey',
  isOn: (rows) => passkeysOf(rows).length > 0,
  check,
};

async function check({ playerId, rows, proof, now }: PresentedProof): Promise<readonly Write[] | undefined> {
  if (proof.method !== 'passkey') return undefined;
  const { assertion } = proof;
  const passkey = passkeysOf(rows).find(({ credentialId }) => credentialId === assertion.id);
  const challenge = challengeIn(assertion.response.clientDataJSON);
  if (passkey === undefined || challenge === undefined) return undefined;
  const usingChallenge = await openPasskeyChallenges().using({ playerId, purpose: 'use', challenge }, now);
  if (usingChallenge === undefined) return undefined;
  const identity = await openSubjectKeys().open(playerId, 'identity', now);
  const { passkeyId, credentialId, signatureCount: before } = passkey;
  const publicKey = unsealField(identity, { field: 'passkeyPublicKey', recordId: passkeyId }, passkey.publicKey);
  const credential = { credentialId, publicKey, signatureCount: before, userHandle: userHandleOf(playerId) };
  const signatureCount = await verifyAssertion(assertion, challenge, credential);
  if (signatureCount === undefined) return undefined;
  return [usingChallenge, openPasskeys().using(playerId, passkey, { signatureCount, now })];
}
