import type { DemoCloud, Row } from './demo-cloud.ts';

/** What the raw rows of the ledger add up to. */
export interface LedgerSums {
  entries: number;
  /** All legs add up to zero, and every balance is the sum of its wallet's legs. */
  isBalanced: boolean;
}

const sumOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row['amountMinor']), 0);

/** Adds up the raw table of wallets, past all code of the product. */
export async function addUp(cloud: DemoCloud): Promise<LedgerSums> {
  const rows = await cloud.rows('wallets');
  const entries = rows.filter(({ sk }) => String(sk).startsWith('entry#'));
  const wallets = rows.filter(({ sk }) => sk === 'wallet');
  const isEven = wallets.every(
    (wallet) => Number(wallet['balanceMinor']) === sumOf(entries.filter(({ pk }) => pk === wallet['pk'])),
  );
  return { entries: entries.length, isBalanced: sumOf(entries) === 0 && isEven };
}
