// GET /v1/me/retention
import { recordKinds } from '#catalogue/readers/record-kinds.table.ts';
import { retentionView } from '#domain/player/retention-view.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openHeldSince, type HeldSince } from '#stores/held-since.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { showRetentionContract } from './closure-contract.ts';

/** The stores that the view uses. */
export interface ShowRetentionStores {
  heldSince: HeldSince;
  keys: Pick<SubjectKeys, 'listOf'>;
  players: Pick<Players, 'read'>;
  sessions: Sessions;
}

/** Shows what is kept of the player and how long, from the declarations by which it is kept. */
export function showRetention(stores: ShowRetentionStores): HttpHandler {
  return playerHttp(showRetentionContract, stores, async ({ command: { query }, caller: { playerId }, now }) => {
    const [account, keys, identityCheckSince, depositsSince] = await Promise.all([
      stores.players.read(playerId),
      stores.keys.listOf(playerId),
      stores.heldSince.identityCheck(playerId),
      stores.heldSince.deposits(playerId),
    ]);
    const { jurisdiction, registeredAt, closesAt } = account;
    const language = query.language ?? account.language;
    const keyClasses = keys.map(({ keyClass }) => keyClass);
    const held = { jurisdiction, registeredAt, closesAt, keyClasses, identityCheckSince, depositsSince };
    const records = retentionView(recordKinds, held, { language, now });
    return answer(200, { jurisdiction, language, closesAt: closesAt ?? null, records });
  });
}

export const handler = showRetention({
  heldSince: openHeldSince(),
  keys: openSubjectKeys(),
  players: openPlayers(),
  sessions: openSessions(),
});
