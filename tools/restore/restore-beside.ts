import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  TableAlreadyExistsException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { tables, type TableName } from '#lib/tables.ts';
import type { RestoreOrder } from './read-order.ts';
import { restoredMark, type Region } from './region.ts';

/** Physical names of the restored copies, which stand beside the declared tables. */
export type RestoredTables = Readonly<Partial<Record<TableName, string>>>;

/** DynamoDB says that most restores end within an hour; the largest take many. */
const longestRestoreSeconds = 12 * 3600;

/**
 * Sessions never come back: one that was ended since would live again. Everybody logs in anew.
 */
const neverRestored: ReadonlySet<TableName> = new Set(['sessions']);

/** The copies with their tables, in the order in which tables are declared. */
export const copiesOf = (restored: RestoredTables): [TableName, string][] =>
  (Object.keys(tables) as TableName[]).flatMap((table) => {
    const name = restored[table];
    return name === undefined ? [] : [[table, name]];
  });

const stampOf = (at: Date) => at.toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** The copies that an order makes, whether they are there yet or not: the same order finds those of an earlier run. */
export function restoredTablesOf({ tables: names }: Region, order: RestoreOrder): RestoredTables {
  const copies = [...order.lost]
    .filter(([table]) => !neverRestored.has(table))
    .map(([table, at]) => [table, `${names[table]}${restoredMark}${stampOf(at)}`]);
  return Object.fromEntries(copies);
}

/** From when to when a table can go back; nothing where recovery is off. */
async function windowOf(
  { client, tables: names }: Region,
  table: TableName,
): Promise<{ from: Date; to: Date } | undefined> {
  const describe = new DescribeContinuousBackupsCommand({ TableName: names[table] });
  const { ContinuousBackupsDescription } = await client.send(describe);
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const { EarliestRestorableDateTime: from, LatestRestorableDateTime: to } = recovery ?? {};
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** Makes sure, before anything is touched, that every table can go back to its moment. Throws an Error that says which cannot. */
export async function refuseUnrestorable(region: Region, order: RestoreOrder): Promise<void> {
  for (const [table, at] of order.lost) {
    const window = await windowOf(region, table);
    if (window !== undefined && at >= window.from && at <= window.to) continue;
    const reach = window === undefined ? 'nowhere' : `from ${window.from.toISOString()} to ${window.to.toISOString()}`;
    throw new Error(`${table} cannot go back to ${at.toISOString()}: its backups reach ${reach}`);
  }
}

/** Restores one table beside; a run that broke off has done so already. */
async function restoreOne({ client, tables: names }: Region, table: TableName, copy: { name: string; at: Date }) {
  try {
    const { name: TargetTableName, at: RestoreDateTime } = copy;
    const restore = { SourceTableName: names[table], TargetTableName, RestoreDateTime };
    await client.send(new RestoreTableToPointInTimeCommand(restore));
  } catch (error) {
    if (!(error instanceof TableAlreadyExistsException)) throw error;
  }
}

/** Restores the lost tables beside the declared ones and waits until they are there. Answers which copies there are. */
export async function restoreBeside(region: Region, order: RestoreOrder): Promise<RestoredTables> {
  const restored = restoredTablesOf(region, order);
  for (const [table, name] of copiesOf(restored))
    await restoreOne(region, table, { name, at: order.lost.get(table) ?? order.at });
  for (const [, TableName] of copiesOf(restored)) {
    await waitUntilTableExists({ client: region.client, maxWaitTime: longestRestoreSeconds }, { TableName });
  }
  return restored;
}

/** Deletes the copies: they hold what is personal, and nothing sweeps them. Without recovery no backup of them is left. */
export async function deleteCopies(region: Region, order: RestoreOrder): Promise<number> {
  const names = Object.values(restoredTablesOf(region, order));
  for (const TableName of names) {
    await region.client.send(new DeleteTableCommand({ TableName })).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    });
  }
  return names.length;
}
