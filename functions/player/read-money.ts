import { visibleState } from '#domain/payment/deposit.ts';
import type { Deposits } from '#stores/deposits.ts';
import type { Players, WalletLink } from '#stores/players.ts';
import type { Wallet, Wallets } from '#stores/wallets.ts';

/** The stores in which the money of a player lies. */
export interface MoneyStores {
  deposits: Pick<Deposits, 'page'>;
  players: Pick<Players, 'walletOf'>;
  wallets: Pick<Wallets, 'read'>;
}

/** What may stand in the way of a closure, with what its transaction holds still. */
export async function readMoney(
  stores: MoneyStores,
  playerId: string,
  now: Date,
): Promise<{ link: WalletLink; wallet: Wallet; hasOpenDeposit: boolean }> {
  const link = await stores.players.walletOf(playerId);
  const wallet = await stores.wallets.read(link.walletId);
  return { link, wallet, hasOpenDeposit: await hasDepositAwaitingPayment(stores.deposits, playerId, now) };
}

/** Deposits await payment for a day, so only the newest can; the walk still has a bound. */
const pagesMax = 20;

async function hasDepositAwaitingPayment(
  deposits: Pick<Deposits, 'page'>,
  playerId: string,
  now: Date,
): Promise<boolean> {
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
