// POST /v1/staff/players/{playerId}/factor-removals/{removalId}/declines
import { decideRemoval } from '#domain/session/factor-removal.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openFactorRemovals, type FactorRemovals } from '#stores/factor-removals.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { declineFactorRemovalContract } from './factor-removal-contract.ts';
import { findFactorRemoval, type FindFactorRemovalStores } from './find-factor-removal.ts';

/** The stores that declining a removal uses. */
export interface DeclineFactorRemovalStores extends FindFactorRemovalStores {
  factorRemovals: Pick<FactorRemovals, 'find' | 'deciding'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Lets the second person of two decline a removal, at any time of its life; nothing of the account changes. */
export function declineFactorRemoval(stores: DeclineFactorRemovalStores): HttpHandler {
  return staffHttp(declineFactorRemovalContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const found = await findFactorRemoval(stores, { caller, ...path }, now);
    if (found.outcome === 'refused') return found;
    const { account, removal } = found;
    const command = { verdict: 'declined', staffId: caller.staffId, reason: body.reason } as const;
    const decision = decideRemoval(removal, command, { accountState: account.state, now });
    if (decision.outcome === 'refused') return decision;
    const { audit, events, result } = decision;
    if (result.isRepeated) return answer(204, null);
    const writes = stores.factorRemovals.deciding(result.removal);
    await stores.ledger.commit({ writes, audit, events, actor, now });
    return answer(204, null);
  });
}

export const handler = declineFactorRemoval({
  factorRemovals: openFactorRemovals(),
  ledger: openLedger(),
  players: openPlayers(),
  staff: openStaffMembers(),
});
