// POST /v1/staff/requests/{requestId}/completions
import { completeRequest } from '#domain/request/handling.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findForStaff, type FindRequestStores } from './find-for-staff.ts';
import { completeContract } from './staff-contract.ts';

/** The stores that completing a request uses. */
export interface CompleteRequestStores extends FindRequestStores {
  ledger: Ledger;
  requests: Pick<Requests, 'find' | 'moving'>;
  staff: StaffMembers;
}

/** Records what staff did about a correction, an objection or a restriction, and tells the person. */
export function complete(stores: CompleteRequestStores): HttpHandler {
  return staffHttp(completeContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const found = await findForStaff(stores, caller, path.requestId);
    if (found.outcome === 'refused') return found;
    const decision = completeRequest(found.request, { ...body, now });
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    await stores.ledger.commit({ writes: stores.requests.moving(found.request, result), audit, events, actor, now });
    return answer(204, null);
  });
}

export const handler = complete({
  ledger: openLedger(),
  players: openPlayers(),
  requests: openRequests(),
  staff: openStaffMembers(),
});
