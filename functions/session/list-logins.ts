// GET /v1/me/logins
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { KeyEnded } from '#stores/failures.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLogins, type Logins } from '#stores/logins.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listLoginsContract } from './login-contract.ts';

/** The stores that listing logins uses. */
export interface ListLoginsStores {
  keys: Pick<SubjectKeys, 'open'>;
  logins: Pick<Logins, 'page'>;
  sessions: Sessions;
}

/** Shows players who logged in to their account. Whoever never logged in since logins are recorded has none. */
export function listLogins(stores: ListLoginsStores): HttpHandler {
  return playerHttp(listLoginsContract, stores, async ({ command: { query }, caller, now }) => {
    try {
      const key = await stores.keys.open(caller.playerId, 'activity', now);
      const { logins, cursor } = await stores.logins.page(key, { after: query.cursor, limit: query.limit }, now);
      const shown = logins.map((login) => ({ ...login, current: login.sessionId === caller.sessionId }));
      return answer(200, { logins: shown, cursor });
    } catch (error) {
      if (error instanceof KeyEnded) return answer(200, { logins: [] });
      throw error;
    }
  });
}

export const handler = listLogins({ keys: openSubjectKeys(), logins: openLogins(), sessions: openSessions() });
