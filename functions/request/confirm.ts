// POST /v1/me/requests/{requestId}/confirmations
import { confirmRequest } from '#domain/request/receipt.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { whileNotClosed } from '#stores/open-account.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { confirmRequestContract } from './contract.ts';
import { findOwn } from './find-own.ts';
import { representListed } from './represent.ts';

/** The stores that confirming a request uses. */
export interface ConfirmRequestStores {
  ledger: Ledger;
  requests: Pick<Requests, 'find' | 'moving' | 'primaryOf'>;
  sessions: Sessions;
}

/** Confirms a request that support wrote down. It becomes a duplicate when the player has another of its type open. */
export function confirm(stores: ConfirmRequestStores): HttpHandler {
  return playerHttp(confirmRequestContract, stores, async ({ command: { path }, caller, now, actor }) => {
    const { playerId } = caller;
    const request = await findOwn(stores.requests, { playerId, ...path });
    const primaryId = await stores.requests.primaryOf(playerId, request.type);
    const decision = confirmRequest(request, { primaryId, now });
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    const writes = [whileNotClosed(playerId), ...stores.requests.moving(request, result)];
    await stores.ledger.commit({ writes, audit, events, actor, now });
    return answer(200, representListed(result));
  });
}

export const handler = confirm({ ledger: openLedger(), requests: openRequests(), sessions: openSessions() });
