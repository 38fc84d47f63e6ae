// GET /v1/staff/factor-removals
import { removalMoment, type FactorRemoval } from '#domain/session/factor-removal.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openFactorRemovals, type FactorRemovals } from '#stores/factor-removals.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { listFactorRemovalsContract } from './factor-removal-contract.ts';

/** The stores that listing removals uses. */
export interface ListFactorRemovalsStores {
  factorRemovals: Pick<FactorRemovals, 'waiting'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Lists removals that wait. Who looked is written down before the answer leaves. */
export function listFactorRemovals(stores: ListFactorRemovalsStores): HttpHandler {
  return staffHttp(listFactorRemovalsContract, stores, async ({ command: { query }, caller, now, actor }) => {
    const page = await stores.factorRemovals.waiting({ after: query.cursor, limit: query.limit }, now);
    const removals = page.removals.map((removal) => represented(removal, caller.staffId));
    const context = { count: removals.length };
    const audit = [{ action: 'factor-removals-read', noun: 'factor-removal', nounId: 'queue', context }];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    return answer(200, { removals, cursor: page.cursor });
  });
}

function represented({ playerId, removalId, request }: FactorRemoval, staffId: string) {
  const { openedBy, ...told } = request;
  return {
    playerId,
    removalId,
    ...told,
    approvableFrom: removalMoment('objection', request).toISOString(),
    endsAt: removalMoment('life', request).toISOString(),
    openedByCaller: openedBy === staffId,
  };
}

export const handler = listFactorRemovals({
  factorRemovals: openFactorRemovals(),
  ledger: openLedger(),
  staff: openStaffMembers(),
});
