// GET /v1/me/requests
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listRequestsContract } from './contract.ts';
import { representListed } from './represent.ts';

/** Lists the player's requests. The partition is always the caller's own. */
export function list(stores: { requests: Pick<Requests, 'page'>; sessions: Sessions }): HttpHandler {
  return playerHttp(listRequestsContract, stores, async ({ command: { query }, caller }) => {
    const page = await stores.requests.page(caller.playerId, { after: query.cursor, limit: query.limit });
    const requests = page.requests.map(representListed);
    return answer(200, { requests, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) });
  });
}

export const handler = list({ requests: openRequests(), sessions: openSessions() });
