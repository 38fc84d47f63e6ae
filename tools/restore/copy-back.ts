import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '#lib/tables.ts';
import { scanPages, type Item } from './pages.ts';
import type { Region } from './region.ts';
import { copiesOf, type RestoredTables } from './restore-beside.ts';

/** What became of the items of a copy. */
export interface CopyCounts {
  read: number;
  /** Written into the declared table. */
  written: number;
  /** Left out, because the declared table has the item: what was written since the loss is newer. */
  kept: number;
  /** Left out, because their time has passed. */
  expired: number;
}

const writesMax = 25;
const attemptsMax = 10;
const firstPauseMsByDefault = 20;
const longestPauseMs = 5000;

/** A region, and how long the first pause is before a batch goes on. */
interface Pace {
  region: Region;
  firstPauseMs: number;
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

const placeOf = ({ pk, sk }: Item) => `${String(pk)}|${String(sk)}`;

/** What DynamoDB did not get to is asked for again, after growing pauses and with a bound. */
async function untilProcessed<Work>(
  { firstPauseMs }: Pace,
  first: Work,
  send: (work: Work) => Promise<Work | undefined>,
): Promise<void> {
  let work: Work | undefined = first;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    work = await send(work);
    if (work === undefined) return;
    await pause(Math.min(firstPauseMs * 2 ** attempt, longestPauseMs));
  }
  throw new Error('DynamoDB did not get to all items of a batch: run the same command again');
}

const leftOf = <Work extends object>(left: Work | undefined): Work | undefined =>
  left === undefined || Object.keys(left).length === 0 ? undefined : left;

/** Which of these items the declared table has. */
async function presentOf(pace: Pace, TableName: string, items: readonly Item[]): Promise<Set<string>> {
  const present = new Set<string>();
  const Keys = items.map(({ pk, sk }) => ({ pk, sk }));
  const asked = { [TableName]: { Keys, ConsistentRead: true, ProjectionExpression: 'pk, sk' } };
  await untilProcessed<typeof asked | Record<string, never>>(pace, asked, async (RequestItems) => {
    const answer = await pace.region.documents.send(new BatchGetCommand({ RequestItems }));
    for (const item of answer.Responses?.[TableName] ?? []) present.add(placeOf(item));
    return leftOf(answer.UnprocessedKeys) as typeof asked | undefined;
  });
  return present;
}

async function putAll(pace: Pace, TableName: string, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  const puts = { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) };
  await untilProcessed<typeof puts>(pace, puts, async (RequestItems) => {
    const { UnprocessedItems } = await pace.region.documents.send(new BatchWriteCommand({ RequestItems }));
    return leftOf(UnprocessedItems) as typeof puts | undefined;
  });
}

/** A session that was ended since must not live again: those from before the restore do not count any more. */
function fresh(table: TableName, item: Item, now: Date): Item {
  const isLiving = table === 'players' && item['sk'] === 'account' && item['state'] !== 'closed';
  return isLiving ? { ...item, sessionsValidFrom: now.toISOString() } : item;
}

const hasExpired = ({ expiresAtSeconds }: Item, now: Date) =>
  typeof expiresAtSeconds === 'number' && expiresAtSeconds * 1000 <= now.getTime();

async function copyTable(pace: Pace, table: TableName, copy: string): Promise<CopyCounts> {
  const { region } = pace;
  const counts = { read: 0, written: 0, kept: 0, expired: 0 };
  const now = region.now();
  for await (const page of scanPages(region, { TableName: copy, Limit: writesMax })) {
    const living = page.filter((item) => !hasExpired(item, now));
    const present = living.length === 0 ? new Set() : await presentOf(pace, region.tables[table], living);
    const missing = living.filter((item) => !present.has(placeOf(item)));
    await putAll(
      pace,
      region.tables[table],
      missing.map((item) => fresh(table, item, now)),
    );
    counts.read += page.length;
    counts.expired += page.length - living.length;
    counts.kept += present.size;
    counts.written += missing.length;
  }
  return counts;
}

/**
 * Fills the declared tables with what they lack of their copies. Traffic is off, so that nobody writes in between; a
 * second run finds everything there and writes nothing.
 */
export async function copyBack(
  region: Region,
  restored: RestoredTables,
  firstPauseMs = firstPauseMsByDefault,
): Promise<Map<TableName, CopyCounts>> {
  const counts = new Map<TableName, CopyCounts>();
  for (const [table, copy] of copiesOf(restored))
    counts.set(table, await copyTable({ region, firstPauseMs }, table, copy));
  return counts;
}
