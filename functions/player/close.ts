// POST /v1/me/closure
import { visibleState } from '#domain/payment/deposit.ts';
import { closureRequested, refuseClosure } from '#domain/player/closure.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openDeposits, type Deposits } from '#stores/deposits.ts';
import { openDueList, type DueList } from '#stores/due-list.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { openWallets, type Wallets } from '#stores/wallets.ts';
import { closeContract } from './contract.ts';

/** The stores a closure uses. */
export interface CloseStores {
  deposits: Deposits;
  dueList: DueList;
  ledger: Ledger;
  players: Players;
  sessions: Sessions;
  wallets: Wallets;
}

/** Starts closing the account. What follows is done by the closure worker, at once or after the grace period. */
export function close(stores: CloseStores): HttpHandler {
  return playerHttp(closeContract, stores, async ({ caller, now, actor }) => {
    const { playerId } = caller;
    const link = await stores.players.walletOf(playerId);
    const wallet = await stores.wallets.read(link.walletId);
    const hasOpenDeposit = await hasDepositAwaitingPayment(stores.deposits, playerId, now);
    const circumstances = { accountState: caller.accountState, balanceMinor: wallet.balanceMinor, hasOpenDeposit };
    const refusal = refuseClosure(circumstances);
    if (refusal !== undefined) return refusal;

    const closesAt = new Date(now.getTime() + regionSettings().closureGraceDays * 86_400_000);
    await stores.ledger.commit({
      writes: [
        stores.players.closing(playerId, { now, closesAt }),
        stores.players.countedDeposits(playerId, link.depositCount),
        stores.wallets.unchanged(wallet),
        stores.dueList.adding('closure', closesAt, { subjectId: playerId, detail: 'account' }),
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
  deposits: openDeposits(),
  dueList: openDueList(),
  ledger: openLedger(),
  players: openPlayers(),
  sessions: openSessions(),
  wallets: openWallets(),
});
