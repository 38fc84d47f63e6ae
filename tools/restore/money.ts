import { scanPages } from './pages.ts';
import type { Region } from './region.ts';

/** What the rows of the ledger add up to. */
export interface MoneyCounts {
  entries: number;
  wallets: number;
  /** Minor units over all legs of all entries: 0. */
  sumMinor: number;
  /** Wallets whose balance is not the sum of their entries. */
  differing: number;
  /** Accounts whose wallet is missing. */
  withoutWallet: number;
}

/** Adds up the ledger, and compares balances with entries and accounts with wallets. */
export async function addUp(region: Region): Promise<MoneyCounts> {
  const [balances, sums] = [new Map<string, number>(), new Map<string, number>()];
  let [entries, sumMinor, withoutWallet] = [0, 0, 0];
  for await (const page of scanPages(region, { TableName: region.tables.wallets })) {
    for (const { pk, sk, amountMinor, balanceMinor } of page) {
      if (sk === 'wallet') balances.set(String(pk), Number(balanceMinor));
      if (!String(sk).startsWith('entry#')) continue;
      entries += 1;
      sumMinor += Number(amountMinor);
      sums.set(String(pk), (sums.get(String(pk)) ?? 0) + Number(amountMinor));
    }
  }
  const differing = [...balances].filter(([wallet, balance]) => balance !== (sums.get(wallet) ?? 0)).length;
  for await (const page of scanPages(region, {
    TableName: region.tables.players,
    FilterExpression: 'sk = :wallet',
    ExpressionAttributeValues: { ':wallet': 'wallet' },
  })) {
    withoutWallet += page.filter(({ walletId }) => !balances.has(String(walletId))).length;
  }
  return { entries, wallets: balances.size, sumMinor, differing, withoutWallet };
}
