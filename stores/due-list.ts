import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/**
 * What falls due: a closure whose grace has passed, the end of a subject key, a date on an identity document, or a step of
 * a data-subject request.
 */
export type DueKind = 'closure' | 'key-end' | 'kyc-expiry' | 'request-step';

const dueItemSchema = z.object({ pk: z.string(), sk: z.string(), subjectId: z.string(), detail: z.string() });

/** One thing that is due. */
export type DueItem = z.infer<typeof dueItemSchema>;

/** The moment at which something is due: its sort key begins with it. */
export const dueAtOf = ({ sk }: DueItem): Date => new Date(sk.slice(0, sk.indexOf('#')));

/**
 * Things that must happen at a moment, found by its month (UTC). A sweep walks the months since it was last done, so
 * that a missed run delays and never loses.
 */
export interface DueList {
  /** The write that puts something on the list. */
  adding(kind: DueKind, at: Date, item: { subjectId: string; detail: string }): Write;
  /** What of a month is due by a moment, earliest first, a page at a time; `after` is the last item of the page before. */
  due(kind: DueKind, month: string, page: { by: Date; after?: DueItem | undefined; limit: number }): Promise<DueItem[]>;
  /** The write that takes something off the list in the transaction that does it; fails when it was taken off before. */
  taking(item: DueItem): Write;
  /** The same write for something that is known by what it is and when it is due. */
  takingAt(kind: DueKind, at: Date, item: { subjectId: string; detail: string }): Write;
  /** Takes something done off the list. */
  remove(item: DueItem): Promise<void>;
  /** The first month (`yyyy-mm`) that is not done yet, or undefined before the first run. */
  firstOpenMonth(kind: DueKind): Promise<string | undefined>;
  /** Notes the first month that is not done yet. */
  setFirstOpenMonth(kind: DueKind, month: string): Promise<void>;
}

/** Opens the due list. Needs `TABLE_JOBS`. */
export function openDueList(): DueList {
  return { adding, due, taking, takingAt, remove, firstOpenMonth, setFirstOpenMonth };
}

const partitionOf = (kind: DueKind, month: string) => `due#${kind}#${month}`;
const cursorKey = (kind: DueKind) => ({ pk: `due-cursor#${kind}`, sk: 'job' });

function keyOf(kind: DueKind, at: Date, { subjectId, detail }: { subjectId: string; detail: string }) {
  const dueAt = at.toISOString();
  return { pk: partitionOf(kind, dueAt.slice(0, 7)), sk: `${dueAt}#${subjectId}#${detail}` };
}

function adding(kind: DueKind, at: Date, item: { subjectId: string; detail: string }): Write {
  const { subjectId, detail } = item;
  const Item = { ...keyOf(kind, at, item), schemaVersion: 1, subjectId, detail };
  return { Put: { TableName: setting('TABLE_JOBS'), Item } };
}

async function due(
  kind: DueKind,
  month: string,
  { by, after, limit }: { by: Date; after?: DueItem | undefined; limit: number },
): Promise<DueItem[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_JOBS'),
      KeyConditionExpression: 'pk = :month AND sk <= :by',
      // The sort key goes on with `#` and an id; `~` sorts behind every id.
      ExpressionAttributeValues: { ':month': partitionOf(kind, month), ':by': `${by.toISOString()}#~` },
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: after.pk, sk: after.sk } }),
    }),
  );
  return z.array(dueItemSchema).parse(Items ?? []);
}

function taking({ pk, sk }: DueItem): Write {
  return {
    Delete: { TableName: setting('TABLE_JOBS'), Key: { pk, sk }, ConditionExpression: 'attribute_exists(pk)' },
  };
}

const takingAt: DueList['takingAt'] = (kind, at, item) => taking({ ...keyOf(kind, at, item), ...item });

async function remove({ pk, sk }: DueItem): Promise<void> {
  await documentClient().send(new DeleteCommand({ TableName: setting('TABLE_JOBS'), Key: { pk, sk } }));
}

async function firstOpenMonth(kind: DueKind): Promise<string | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_JOBS'), Key: cursorKey(kind), ConsistentRead: true }),
  );
  return z.object({ firstOpenMonth: z.string() }).optional().parse(Item)?.firstOpenMonth;
}

async function setFirstOpenMonth(kind: DueKind, month: string): Promise<void> {
  const Item = { ...cursorKey(kind), schemaVersion: 1, firstOpenMonth: month };
  await documentClient().send(new PutCommand({ TableName: setting('TABLE_JOBS'), Item }));
}
