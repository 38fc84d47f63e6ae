// POST /v1/staff/requests/{requestId}/extensions
import { extendRequest } from '#domain/request/handling.ts';
import { warningsOf } from '#domain/request/warning.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openDueList, type DueList } from '#stores/due-list.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findForStaff, type FindRequestStores } from './find-for-staff.ts';
import { listingSteps } from './received-writes.ts';
import { extendContract } from './staff-contract.ts';

/** The stores that extending a request uses. */
export interface ExtendRequestStores extends FindRequestStores {
  dueList: Pick<DueList, 'adding'>;
  ledger: Ledger;
  requests: Pick<Requests, 'find' | 'moving'>;
  staff: StaffMembers;
}

/** Moves a deadline once and lists the warnings of the new one; those of the old are void. */
export function extend(stores: ExtendRequestStores): HttpHandler {
  return staffHttp(extendContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const found = await findForStaff(stores, caller, path.requestId);
    if (found.outcome === 'refused') return found;
    const decision = extendRequest(found.request, { ...body, now });
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    const warnings = listingSteps(stores.dueList, result, warningsOf(result, now));
    const writes = [...stores.requests.moving(found.request, result), ...warnings];
    await stores.ledger.commit({ writes, audit, events, actor, now });
    return answer(200, { dueAt: result.dueAt });
  });
}

export const handler = extend({
  dueList: openDueList(),
  ledger: openLedger(),
  players: openPlayers(),
  requests: openRequests(),
  staff: openStaffMembers(),
});
