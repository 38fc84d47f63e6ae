import { countWentOn } from '#domain/session/passkey.ts';
import type { Write } from './commitment.ts';
import { PasskeyCopied } from './failures.ts';
import type { FactorChecker, PresentedProof } from './factor-checker.ts';
import { openSubjectKeys } from './keys.ts';
import { openPasskeyChallenges } from './passkey-challenges.ts';
import { passkeysIn, usingPasskey } from './passkeys.ts';
import { unsealField } from './sealing.ts';
import { userHandleOf, verifyAssertion } from './webauthn.ts';

/** A passkey as a second factor: it signs the challenge that this very login or session was given. */
export const passkeyFactor: FactorChecker = { check };

async function check({ playerId, rows, proof, now }: PresentedProof): Promise<readonly Write[] | undefined> {
  if (proof.method !== 'passkey' || proof.occasion === undefined) return;
  const { assertion, occasion } = proof;
  const passkey = passkeysIn(rows).find(({ credentialId }) => credentialId === assertion.id);
  const challenge = passkey && (await openPasskeyChallenges().find({ playerId, occasion }, now));
  if (passkey === undefined || challenge === undefined) return;
  const { passkeyId, credentialId } = passkey;
  const key = await openSubjectKeys().open(playerId, 'identity', now);
  const publicKey = unsealField(key, { field: 'passkeyPublicKey', recordId: passkeyId }, passkey.publicKey);
  const credential = { credentialId, publicKey, userHandle: userHandleOf(playerId) };
  const signatureCount = await verifyAssertion(assertion, credential, challenge);
  if (signatureCount === undefined) return;
  if (!countWentOn(passkey.signatureCount, signatureCount)) throw new PasskeyCopied(passkeyId);
  return [challenge.using, usingPasskey(playerId, passkey, { signatureCount, now })];
}
