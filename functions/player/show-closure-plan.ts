// GET /v1/me/closure/plan
import { closureDeadline, jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { recordKinds } from '#catalogue/readers/record-kinds.table.ts';
import { obstacleTexts } from '#domain/player/closure-obstacles.ts';
import { closurePlan } from '#domain/player/closure-plan.ts';
import { closesAtFor } from '#domain/player/closure.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openDeposits } from '#stores/deposits.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { openWallets } from '#stores/wallets.ts';
import { showClosurePlanContract } from './closure-contract.ts';
import { readMoney, type MoneyStores } from './read-money.ts';

/** The stores that the plan uses. */
export interface ShowClosurePlanStores extends MoneyStores {
  keys: Pick<SubjectKeys, 'listOf'>;
  players: Pick<Players, 'read' | 'walletOf'>;
  sessions: Sessions;
}

/** Shows what a closure would do, before it is confirmed, from the same rules that do it. */
export function showClosurePlan(stores: ShowClosurePlanStores): HttpHandler {
  return playerHttp(showClosurePlanContract, stores, async ({ command: { query }, caller, now }) => {
    const { playerId } = caller;
    const account = await stores.players.read(playerId);
    const { wallet, hasOpenDeposit } = await readMoney(stores, playerId, now);
    const keys = await stores.keys.listOf(playerId);
    const deadline = closureDeadline(jurisdictionOf(account.jurisdiction), now);
    const ifAskedNow = closesAtFor(now, { graceDaysMax: regionSettings().closureGraceDays, deadline });
    const closedAt = account.closesAt === undefined ? ifAskedNow : new Date(account.closesAt);
    const language = query.language ?? account.language;
    const closing = { jurisdiction: account.jurisdiction, keyClasses: keys.map(({ keyClass }) => keyClass), closedAt };
    return answer(200, {
      jurisdiction: account.jurisdiction,
      language,
      closesAt: closedAt.toISOString(),
      obstacles: obstacleTexts({ balanceMinor: wallet.balanceMinor, hasOpenDeposit }, language),
      records: closurePlan(recordKinds, closing, language),
    });
  });
}

export const handler = showClosurePlan({
  deposits: openDeposits(),
  keys: openSubjectKeys(),
  players: openPlayers(),
  sessions: openSessions(),
  wallets: openWallets(),
});
