// GET /v1/staff/requests/{requestId}
import { aboutRequest } from '#domain/request/request.ts';
import { isAnswered } from '#domain/request/states.ts';
import { dueFlagOf } from '#domain/request/warning.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openRequests } from '#stores/requests.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findForStaff, type FindRequestStores } from './find-for-staff.ts';
import { openWritten, representKnown } from './represent.ts';
import { readRequestContract } from './staff-contract.ts';

/** The stores that reading a request uses. */
export interface ReadRequestStores extends FindRequestStores {
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Shows a request to staff. Who reads, and for what, is written down before anything is opened. */
export function readRequest(stores: ReadRequestStores): HttpHandler {
  return staffHttp(readRequestContract, stores, async ({ command: { path, query }, caller, now, actor }) => {
    const found = await findForStaff(stores, caller, path.requestId);
    if (found.outcome === 'refused') return found;
    const { request } = found;
    const { purpose, caseReference } = query;
    const audit = [{ action: 'request-read', ...aboutRequest(request), context: { purpose, caseReference } }];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    const { playerId, jurisdiction } = request;
    const flag = isAnswered(request.state) ? ('answered' as const) : dueFlagOf(request, now);
    // Who audits sees what was done about a request, and not what the person wrote.
    const answers = caller.roles.some((role) => role === 'support' || role === 'dpo');
    const written = answers ? await openWritten(stores.keys, request, now) : {};
    return answer(200, { ...representKnown(request), ...written, playerId, jurisdiction, flag });
  });
}

export const handler = readRequest({
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  requests: openRequests(),
  staff: openStaffMembers(),
});
