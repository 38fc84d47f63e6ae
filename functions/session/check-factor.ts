import { refused, type Refused } from '#domain/decision.ts';
import type { FactorProof } from '#domain/session/second-factor.ts';
import { logEvent } from '#functions/edge/log.ts';
import type { Attempts } from '#stores/attempts.ts';
import type { Write } from '#stores/commitment.ts';
import { PasskeyCopied } from '#stores/failures.ts';
import type { SecondFactors } from '#stores/second-factors.ts';

/** The stores that checking a second factor uses. */
export interface CheckFactorStores {
  attempts: Attempts;
  secondFactors: Pick<SecondFactors, 'check'>;
}

/** A proof that is right, with what must be committed with whatever it allows. */
export interface FactorChecked {
  outcome: 'proven';
  writes: readonly Write[];
}

/**
 * Checks a proof on its occasion (`factorOccasion`). Tries are counted per player before anything is compared, whatever
 * login, session or method they come with (ASVS 5.0, 6.6.3); wrong, used, past and future codes have one answer.
 */
export async function checkFactor(
  { attempts, secondFactors }: CheckFactorStores,
  { playerId, proof, occasion }: { playerId: string; proof: FactorProof; occasion: string },
  now: Date,
): Promise<FactorChecked | Refused> {
  const secretName = `second-factor#${playerId}`;
  const attempt = await attempts.reserve(secretName, now);
  if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);
  const writes = await secondFactors.check(playerId, { ...proof, occasion }, now).catch(tellOfCopy(playerId));
  if (writes === undefined) return refused('second-factor-refused');
  return { outcome: 'proven', writes: [...writes, attempts.forgetting(secretName)] };
}

/** A copied passkey is refused like a wrong one, and said to those on duty: whose account it is, they can find out. */
const tellOfCopy =
  (playerId: string) =>
  (error: unknown): undefined => {
    if (!(error instanceof PasskeyCopied)) throw error;
    logEvent('PASSKEY_COPIED', { subjectId: playerId, recordId: error.passkeyId });
  };
