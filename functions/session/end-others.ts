// DELETE /v1/me/sessions
import { refused } from '#domain/decision.ts';
import { otherSessionsEnded } from '#domain/session/session.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { endOthersContract } from './contract.ts';

/** The stores that ending other sessions uses. */
export interface EndOthersStores {
  ledger: Ledger;
  revocations: SessionRevocations;
  sessions: Sessions;
}

/**
 * Ends every other session of the player in one transaction (ASVS 5.0, 7.4.3 and 7.5.2). Of two sessions that end one
 * another at the same time only the first stays.
 */
export function endOthers(stores: EndOthersStores): HttpHandler {
  return playerHttp(endOthersContract, stores, async ({ caller, now, actor }) => {
    const { playerId, sessionId } = caller;
    const kept = await stores.revocations.standing(caller);
    if (kept === undefined) return refused('authentication-required');
    const otherIds = await stores.revocations.others(kept);
    const writes = stores.revocations.endingOthers(kept, { otherIds }, now);
    await stores.ledger.commit({ writes, ...otherSessionsEnded(playerId, sessionId, otherIds.length), actor, now });
    return answer(204, null);
  });
}

export const handler = endOthers({
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  sessions: openSessions(),
});
