// DELETE /v1/me/closure
import { closureUndone, refuseUndo } from '#domain/player/closure.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openClosures, type Closures } from '#stores/closures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { undoClosureContract } from './closure-contract.ts';

/** The stores that undoing a closure uses. */
export interface UndoClosureStores {
  closures: Pick<Closures, 'undoing'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  sessions: Sessions;
}

/** Undoes a closure: the account is open again and its closing comes off the list, in one transaction. */
export function undoClosure(stores: UndoClosureStores): HttpHandler {
  return playerHttp(undoClosureContract, stores, async ({ caller: { playerId }, now, actor }) => {
    const account = await stores.players.read(playerId);
    const refusal = refuseUndo({ accountState: account.state, closesAt: account.closesAt }, now);
    if (refusal !== undefined) return refusal;
    const writes = stores.closures.undoing(account, now);
    await stores.ledger.commit({ writes, ...closureUndone(playerId), actor, now });
    return answer(200, { state: 'open' });
  });
}

export const handler = undoClosure({
  closures: openClosures(),
  ledger: openLedger(),
  players: openPlayers(),
  sessions: openSessions(),
});
