import { refused, type Refused } from '#domain/decision.ts';
import type { FactorMethod, FactorProof } from '#domain/session/second-factor.ts';
import type { Actor } from '#stores/commitment.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { removingFactorRows } from '#stores/factor-removal.ts';
import { recoveryCodesRow } from '#stores/recovery-codes.ts';
import { commitFactorChange, factorGround, type ChangeFactorStores } from './change-factor.ts';
import { checkFactor, type CheckFactorStores } from './check-factor.ts';

/** The stores that turning a factor off uses. */
export interface TurnOffFactorStores
  extends Omit<ChangeFactorStores, 'secondFactors'>, Omit<CheckFactorStores, 'secondFactors'> {
  secondFactors: ChangeFactorStores['secondFactors'] & CheckFactorStores['secondFactors'];
}

/** Which factor of whom goes, and the proof that it may. */
interface FactorRemoval {
  caller: { playerId: string; sessionId: string };
  method: FactorMethod;
  /** Sort key of its row. */
  row: string;
  proof: FactorProof;
}

/**
 * Turns a factor off. One more proof is asked for, so that a session left open does not suffice; recovery codes go with
 * the last factor. Answers the refusal; undefined once it is off.
 */
export async function turnOffFactor(
  stores: TurnOffFactorStores,
  { caller, method, row, proof }: FactorRemoval,
  { actor, now }: { actor: Actor; now: Date },
): Promise<Refused | undefined> {
  const { playerId, sessionId } = caller;
  const ground = await factorGround(stores, caller);
  if (ground === undefined) return refused('authentication-required');
  if (!ground.methods.includes(method)) return refused('second-factor-off');
  const occasion = factorOccasion('session', sessionId);
  const proven = await checkFactor(stores, { playerId, proof, occasion }, now);
  if (proven.outcome === 'refused') return proven;

  const isLast = ground.methods.every((each) => each === method || each === 'recovery-code');
  const writes = removingFactorRows(playerId, isLast ? [row, recoveryCodesRow] : [row], proven.writes);
  await commitFactorChange(stores, { ground, method, change: 'off', writes }, { actor, now });
  return undefined;
}
