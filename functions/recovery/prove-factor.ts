import { refused, type Refused } from '#domain/decision.ts';
import type { FactorMethod, FactorProof } from '#domain/session/second-factor.ts';
import type { Attempts } from '#stores/attempts.ts';
import type { Write } from '#stores/commitment.ts';
import type { SecondFactors } from '#stores/second-factors.ts';

/** The stores that proving a second factor at a reset uses. */
export interface ProveFactorStores {
  attempts: Attempts;
  secondFactors: SecondFactors;
}

/** Whose reset it is, and what is presented with it. */
interface ResetProof {
  playerId: string;
  methods: readonly FactorMethod[];
  proof: FactorProof | undefined;
  /** The reset by its token (`factorOccasion`). */
  occasion: string;
}

/** A reset that its second factor allows, with what must be committed with it. */
export interface FactorProven {
  outcome: 'proven';
  writes: readonly Write[];
}

/**
 * Demands the second factor of whoever has one: a mailbox alone must not open an account that two things protect
 * (NIST SP 800-63B-4, 4.2). Tries are counted per player, whatever token they come with.
 */
export async function proveFactor(
  { attempts, secondFactors }: ProveFactorStores,
  { playerId, methods, proof, occasion }: ResetProof,
  now: Date,
): Promise<FactorProven | Refused> {
  if (methods.length === 0) return { outcome: 'proven', writes: [] };
  if (proof === undefined) return refused('second-factor-needed');
  const secretName = `reset-factor#${playerId}`;
  const attempt = await attempts.reserve(secretName, now);
  if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);
  const writes = await secondFactors.check(playerId, { ...proof, occasion }, now);
  if (writes === undefined) return refused('second-factor-needed');
  return { outcome: 'proven', writes: [...writes, attempts.forgetting(secretName)] };
}
