// GET /v1/me/requests/{requestId}
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { showRequestContract } from './contract.ts';
import { findOwn } from './find-own.ts';
import { openWritten, representKnown } from './represent.ts';

/** The stores that showing a request uses. */
export interface ShowRequestStores {
  keys: Pick<SubjectKeys, 'open'>;
  requests: Pick<Requests, 'find'>;
  sessions: Sessions;
}

/** Shows one of the player's own requests. */
export function show(stores: ShowRequestStores): HttpHandler {
  return playerHttp(showRequestContract, stores, async ({ command: { path }, caller, now }) => {
    const request = await findOwn(stores.requests, { playerId: caller.playerId, ...path });
    return answer(200, { ...representKnown(request), ...(await openWritten(stores.keys, request, now)) });
  });
}

export const handler = show({ keys: openSubjectKeys(), requests: openRequests(), sessions: openSessions() });
