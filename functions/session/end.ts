// DELETE /v1/me/sessions/{sessionId}
import { refused } from '#domain/decision.ts';
import { sessionEnded } from '#domain/session/session.ts';
import { answer, withCookies } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { Conflict } from '#stores/failures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { forgottenCookies } from './answer-tokens.ts';
import { endContract } from './contract.ts';

/** Ends one of the player's sessions. Somebody else's answers like one that does not exist. */
export function end(stores: { sessions: Sessions; ledger: Ledger }): HttpHandler {
  return playerHttp(endContract, stores, async ({ command: { path }, caller, browser, now, actor }) => {
    const sessionId = path.sessionId === 'current' ? caller.sessionId : path.sessionId;
    if (!sessionId.startsWith(caller.playerId)) return refused('not-found');
    const writes = [stores.sessions.ending(caller.playerId, sessionId)];
    try {
      await stores.ledger.commit({ writes, ...sessionEnded(caller.playerId, sessionId), actor, now });
    } catch (error) {
      if (error instanceof Conflict) return refused('not-found');
      throw error;
    }
    const endsOwnCookies = browser.sessionCookie !== undefined && sessionId === caller.sessionId;
    return endsOwnCookies ? withCookies(answer(204, null), forgottenCookies) : answer(204, null);
  });
}

export const handler = end({ sessions: openSessions(), ledger: openLedger() });
