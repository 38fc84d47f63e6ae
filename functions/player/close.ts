// POST /v1/me/closure
import { closureDeadline, jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { refused } from '#domain/decision.ts';
import { visibleState } from '#domain/payment/deposit.ts';
import { closesAtFor, closureRequested, refuseClosure } from '#domain/player/closure.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openClosures, type Closures } from '#stores/closures.ts';
import { openDeposits, type Deposits } from '#stores/deposits.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { openWallets, type Wallets } from '#stores/wallets.ts';
import { closeContract } from './closure-contract.ts';

/** The stores a closure uses. */
export interface CloseStores {
  closures: Pick<Closures, 'beginning'>;
  deposits: Deposits;
  ledger: Ledger;
  players: Players;
  revocations: Pick<SessionRevocations, 'standing'>;
  sessions: Sessions;
  wallets: Wallets;
}

/**
 * Starts closing the account and ends every other session at once. What follows is done by the closure worker when the
 * time to think better of it is over, a day before the legal deadline at the latest (C48, C59).
 */
export function close(stores: CloseStores): HttpHandler {
  return playerHttp(closeContract, stores, async ({ caller, now, actor }) => {
    const { playerId } = caller;
    const link = await stores.players.walletOf(playerId);
    const wallet = await stores.wallets.read(link.walletId);
    const hasOpenDeposit = await hasDepositAwaitingPayment(stores.deposits, playerId, now);
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

/** Deposits await payment for a day, so only the newest can; the walk still has a bound. */
const pagesMax = 20;

async function hasDepositAwaitingPayment(deposits: Deposits, playerId: string, now: Date): Promise<boolean> {
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { deposits: rows, cursor } = await deposits.page(playerId, { after, limit: 50 });
    if (rows.some((deposit) => visibleState(deposit, now) === 'awaiting-payment')) return true;
    const older = rows.at(-1)?.expiresAtTime ?? '';
    if (cursor === undefined || older <= now.toISOString()) return false;
    after = cursor;
  }
  return true;
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
