// GET /v1/me/consents/{purpose}/history
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openConsents, type Consents } from '#stores/consents.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listConsentHistoryContract } from './contract.ts';

/** The stores that listing decisions uses. */
export interface ListConsentHistoryStores {
  consents: Pick<Consents, 'history'>;
  sessions: Sessions;
}

/** Shows players every decision that they made about a purpose. */
export function listConsentHistory(stores: ListConsentHistoryStores): HttpHandler {
  return playerHttp(listConsentHistoryContract, stores, async ({ command: { path, query }, caller }) => {
    const page = { after: query.cursor, limit: query.limit };
    return answer(200, await stores.consents.history(caller.playerId, path.purpose, page));
  });
}

export const handler = listConsentHistory({ consents: openConsents(), sessions: openSessions() });
