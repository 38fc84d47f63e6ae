import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { eventTypes } from '#domain/notification/event-type.ts';
import { documentClient } from './clients.ts';
import { NotFound } from './failures.ts';
import { unrelayedShards } from './outbox-item.ts';
import { setting } from './settings.ts';

const outboxItemSchema = z.object({
  pk: z.string(),
  type: z.enum(eventTypes),
  subjectId: z.string(),
  recordId: z.string().optional(),
  context: z.record(z.string(), z.string()).default({}),
  occurredAt: z.string(),
});

/** An announced event: ids and codes only. */
export type AnnouncedEvent = Omit<z.infer<typeof outboxItemSchema>, 'pk'> & { eventId: string };

/** What the relay needs to know of an event, as it stands in the stream and goes to the queues. */
export type Announcement = Pick<AnnouncedEvent, 'eventId' | 'type' | 'subjectId'>;

/** The outbox: every event committed with its change, waiting to be relayed. */
export interface Outbox {
  /** Reads an event consistently. Throws `NotFound` when it is older than the outbox remembers. */
  read(eventId: string): Promise<AnnouncedEvent>;
  /** Takes the event out of the index of events not relayed yet. Doing so twice changes nothing. */
  markRelayed(eventId: string, now: Date): Promise<void>;
  /** Events not relayed although they occurred before a moment, oldest first, of one shard of the index. */
  unrelayed(shard: number, options: { before: Date; limit: number }): Promise<Announcement[]>;
}

/** How many shards the index of events not relayed has. */
export const outboxShards = unrelayedShards;

/** Opens the outbox. Needs `TABLE_OUTBOX`. */
export function openOutbox(): Outbox {
  return { read, markRelayed, unrelayed };
}

async function read(eventId: string): Promise<AnnouncedEvent> {
  const Key = { pk: eventId, sk: 'event' };
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_OUTBOX'), Key, ConsistentRead: true }),
  );
  if (Item === undefined) throw new NotFound('event');
  const { pk, ...event } = outboxItemSchema.parse(Item);
  return { eventId: pk, ...event };
}

async function markRelayed(eventId: string, now: Date): Promise<void> {
  try {
    await documentClient().send(
      new UpdateCommand({
        TableName: setting('TABLE_OUTBOX'),
        Key: { pk: eventId, sk: 'event' },
        UpdateExpression: 'SET relayedAt = :now REMOVE unrelayedShard',
        // Without it, a row that time to live removed would come back empty.
        ConditionExpression: 'attribute_exists(unrelayedShard)',
        ExpressionAttributeValues: { ':now': now.toISOString() },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
}

async function unrelayed(shard: number, { before, limit }: { before: Date; limit: number }): Promise<Announcement[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_OUTBOX'),
      IndexName: 'unrelayed',
      KeyConditionExpression: 'unrelayedShard = :shard AND occurredAt < :before',
      ExpressionAttributeValues: { ':shard': `unrelayed#${shard}`, ':before': before.toISOString() },
      Limit: limit,
    }),
  );
  return z
    .array(outboxItemSchema)
    .parse(Items ?? [])
    .map(({ pk, type, subjectId }) => ({ eventId: pk, type, subjectId }));
}
