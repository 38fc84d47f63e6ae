import { refused, type Refused } from '#domain/decision.ts';
import type { FactorRemoval } from '#domain/session/factor-removal.ts';
import { isOwnAccount, type StaffCaller } from '#functions/edge/caller.ts';
import type { FactorRemovals } from '#stores/factor-removals.ts';
import { NotFound } from '#stores/failures.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';

/** The stores that finding a removal uses. */
export interface FindFactorRemovalStores {
  factorRemovals: Pick<FactorRemovals, 'find'>;
  players: Pick<Players, 'read'>;
}

/** A removal with the account that it is about. */
export interface FoundFactorRemoval {
  outcome: 'found';
  account: PlayerAccount;
  removal: FactorRemoval;
}

/** Reads a removal for a member of staff. Refuses their own account; throws `NotFound` when there is none. */
export async function findFactorRemoval(
  { factorRemovals, players }: FindFactorRemovalStores,
  { caller, playerId, removalId }: { caller: StaffCaller; playerId: string; removalId: string },
  now: Date,
): Promise<FoundFactorRemoval | Refused> {
  const [account, removal] = await Promise.all([players.read(playerId), factorRemovals.find(playerId, now)]);
  if (isOwnAccount(caller, account)) return refused('own-account');
  if (removal?.removalId !== removalId) throw new NotFound('factor-removal');
  return { outcome: 'found', account, removal };
}
