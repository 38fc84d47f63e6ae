import type { PresentedFactor } from '#domain/session/second-factor.ts';
import type { Write } from './commitment.ts';
import type { FactorRow } from './factor-rows.ts';

/** A proof, and what the player has to check it against. */
export interface PresentedProof {
  playerId: string;
  /** All rows of the player's second factors. */
  rows: readonly FactorRow[];
  proof: PresentedFactor;
  now: Date;
}

/** Checks proofs by one method. */
export interface FactorChecker {
  /** The writes that use a right proof up, with the conditions that it was not used before; undefined for a wrong one. */
  check(presented: PresentedProof): Promise<readonly Write[] | undefined>;
}
