// POST /v1/staff/requests/{requestId}/denials
import { writeDenialWords } from '#domain/request/denial-words.ts';
import { denyRequest } from '#domain/request/handling.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { sealField } from '#stores/sealing.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findForStaff, type FindRequestStores } from './find-for-staff.ts';
import { denyContract } from './staff-contract.ts';

/** The stores that refusing a request uses. */
export interface DenyRequestStores extends FindRequestStores {
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  requests: Pick<Requests, 'find' | 'moving'>;
  staff: StaffMembers;
}

/** Refuses a request. Law and words are sealed; the person is told both, and where they may complain. */
export function deny(stores: DenyRequestStores): HttpHandler {
  return staffHttp(denyContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const { requestId } = path;
    const found = await findForStaff(stores, caller, requestId);
    if (found.outcome === 'refused') return found;
    const key = await stores.keys.open(found.request.playerId, 'support', now);
    const place = { field: 'requestDenialWords', recordId: requestId } as const;
    const words = sealField(key, place, writeDenialWords(body));
    const decision = denyRequest(found.request, { reason: body.reason, words, now });
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    await stores.ledger.commit({ writes: stores.requests.moving(found.request, result), audit, events, actor, now });
    return answer(204, null);
  });
}

export const handler = deny({
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  requests: openRequests(),
  staff: openStaffMembers(),
});
