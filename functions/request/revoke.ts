// DELETE /v1/me/requests/{requestId}
import { revokeRequest } from '#domain/request/handling.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { revokeRequestContract } from './contract.ts';
import { findOwn } from './find-own.ts';

/** The stores that revoking a request uses. */
export interface RevokeRequestStores {
  ledger: Ledger;
  requests: Pick<Requests, 'find' | 'moving'>;
  sessions: Sessions;
}

/** Takes one of the player's own requests back. Doing so twice answers the same: the first answer may be lost. */
export function revoke(stores: RevokeRequestStores): HttpHandler {
  return playerHttp(revokeRequestContract, stores, async ({ command: { path }, caller, now, actor }) => {
    const request = await findOwn(stores.requests, { playerId: caller.playerId, ...path });
    if (request.state === 'revoked') return answer(204, null);
    const decision = revokeRequest(request, now);
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    await stores.ledger.commit({ writes: stores.requests.moving(request, result), audit, events, actor, now });
    return answer(204, null);
  });
}

export const handler = revoke({ ledger: openLedger(), requests: openRequests(), sessions: openSessions() });
