import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** What falls due: a closure whose grace has passed, or the end of a subject key. */
export type DueKind = 'closure' | 'key-end';

const dueItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  subjectId: z.string(),
  detail: z.string(),
  dueAt: z.string(),
});

/** One thing that is due. */
export type DueItem = z.infer<typeof dueItemSchema>;

/**
 * Things that must happen on a day, found by the day. A sweep walks the days since it was last done, so that a missed
 * run delays and never loses.
 */
export interface DueList {
  /** The write that puts something on the list. */
  adding(kind: DueKind, at: Date, item: { subjectId: string; detail: string }): Write;
  /** What is due on a day, a page at a time. */
  on(kind: DueKind, day: string, limit: number): Promise<DueItem[]>;
  /** Takes something done off the list. */
  remove(item: DueItem): Promise<void>;
  /** The first day that is not done yet, or undefined before the first run. */
  firstOpenDay(kind: DueKind): Promise<string | undefined>;
  /** Notes the first day that is not done yet. */
  setFirstOpenDay(kind: DueKind, day: string): Promise<void>;
}

/** Opens the due list. Needs `TABLE_JOBS`. */
export function openDueList(): DueList {
  return { adding, on, remove, firstOpenDay, setFirstOpenDay };
}

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
const cursorKey = (kind: DueKind) => ({ pk: `due-cursor#${kind}`, sk: 'job' });

function adding(kind: DueKind, at: Date, { subjectId, detail }: { subjectId: string; detail: string }): Write {
  const Item = {
    pk: `due#${kind}#${dayOf(at)}`,
    sk: `${at.toISOString()}#${subjectId}#${detail}`,
    schemaVersion: 1,
    subjectId,
    detail,
    dueAt: at.toISOString(),
  };
  return { Put: { TableName: setting('TABLE_JOBS'), Item } };
}

async function on(kind: DueKind, day: string, limit: number): Promise<DueItem[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_JOBS'),
      KeyConditionExpression: 'pk = :day',
      ExpressionAttributeValues: { ':day': `due#${kind}#${day}` },
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return z.array(dueItemSchema).parse(Items ?? []);
}

async function remove({ pk, sk }: DueItem): Promise<void> {
  await documentClient().send(new DeleteCommand({ TableName: setting('TABLE_JOBS'), Key: { pk, sk } }));
}

async function firstOpenDay(kind: DueKind): Promise<string | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_JOBS'), Key: cursorKey(kind), ConsistentRead: true }),
  );
  return z.object({ firstOpenDay: z.string() }).optional().parse(Item)?.firstOpenDay;
}

async function setFirstOpenDay(kind: DueKind, day: string): Promise<void> {
  const Item = { ...cursorKey(kind), schemaVersion: 1, firstOpenDay: day };
  await documentClient().send(new PutCommand({ TableName: setting('TABLE_JOBS'), Item }));
}
