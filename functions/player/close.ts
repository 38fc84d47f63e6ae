// POST /v1/me/closure
import { closureDeadline, jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { refused } from '#domain/decision.ts';
import { closesAtFor, closureRequested, refuseClosure } from '#domain/player/closure.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openClosures, type Closures } from '#stores/closures.ts';
import { openDeposits } from '#stores/deposits.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { openWallets, type Wallets } from '#stores/wallets.ts';
import { closeContract } from './closure-contract.ts';
import { readMoney, type MoneyStores } from './read-money.ts';

/** The stores a closure uses. */
export interface CloseStores extends MoneyStores {
  closures: Pick<Closures, 'beginning'>;
  ledger: Ledger;
  players: Players;
  revocations: Pick<SessionRevocations, 'standing'>;
  sessions: Sessions;
  wallets: Pick<Wallets, 'read' | 'unchanged'>;
}

/**
 * Starts closing the account and ends every other session at once. What follows is done by the closure worker when the
 * time to think better of it is over, a day before the legal deadline at the latest (C48, C59).
 */
export function close(stores: CloseStores): HttpHandler {
  return playerHttp(closeContract, stores, async ({ caller, now, actor }) => {
    const { playerId } = caller;
    const { link, wallet, hasOpenDeposit } = await readMoney(stores, playerId, now);
    const circumstances = { accountState: caller.accountState, balanceMinor: wallet.balanceMinor, hasOpenDeposit };
    const refusal = refuseClosure(circumstances);
    if (refusal !== undefined) return refusal;

    const kept = await stores.revocations.standing(caller);
    if (kept === undefined) return refused('authentication-required');
    const deadline = closureDeadline(jurisdictionOf(caller.jurisdiction), now);
    const closesAt = closesAtFor(now, { graceDaysMax: regionSettings().closureGraceDays, deadline });
    await stores.ledger.commit({
      writes: [
        ...stores.closures.beginning(kept, { now, closesAt }),
        stores.players.countedDeposits(playerId, link.depositCount),
        stores.wallets.unchanged(wallet),
      ],
      ...closureRequested(playerId),
      actor,
      now,
    });
    return answer(202, { state: 'closing', closesAt: closesAt.toISOString() });
  });
}

export const handler = close({
  closures: openClosures(),
  deposits: openDeposits(),
  ledger: openLedger(),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  sessions: openSessions(),
  wallets: openWallets(),
});
