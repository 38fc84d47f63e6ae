import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { TestCloud } from './cloud.ts';
import { tableName } from './staff.ts';

/** Everything in a table, as it lies there. The operator may do what no role of the product may. */
export async function rowsOf(cloud: TestCloud, table: string): Promise<Record<string, unknown>[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  const rows: Record<string, unknown>[] = [];
  for await (const page of paginateScan({ client }, { TableName: tableName(cloud, table) })) {
    rows.push(...(page.Items ?? []));
  }
  return rows;
}

/** What the ledger adds up to: zero over all legs, and for each wallet its balance minus its entries. */
export async function ledgerSums(cloud: TestCloud): Promise<{ all: number; differences: number[]; entries: number }> {
  const rows = await rowsOf(cloud, 'wallets');
  const entries = rows.filter(({ sk }) => String(sk).startsWith('entry#'));
  const sumOf = (of: Record<string, unknown>[]) => of.reduce((sum, row) => sum + Number(row['amountMinor']), 0);
  const wallets = rows.filter(({ sk }) => sk === 'wallet');
  return {
    all: sumOf(entries),
    differences: wallets.map(
      (wallet) => Number(wallet['balanceMinor']) - sumOf(entries.filter(({ pk }) => pk === wallet['pk'])),
    ),
    entries: entries.length,
  };
}
