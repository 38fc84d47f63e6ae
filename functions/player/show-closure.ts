// GET /v1/me/closure
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { showClosureContract } from './closure-contract.ts';

/** The stores that showing a closure uses. */
export interface ShowClosureStores {
  players: Pick<Players, 'read'>;
  sessions: Sessions;
}

/** Shows how far a closure is. A closed account has no session that could ask. */
export function showClosure(stores: ShowClosureStores): HttpHandler {
  return playerHttp(showClosureContract, stores, async ({ caller }) => {
    const { closingSince = null, closesAt = null } = await stores.players.read(caller.playerId);
    const isClosing = caller.accountState === 'closing';
    return answer(200, {
      state: caller.accountState,
      since: isClosing ? closingSince : null,
      closesAt: isClosing ? closesAt : null,
    });
  });
}

export const handler = showClosure({ players: openPlayers(), sessions: openSessions() });
