import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { deliveryStates, type DeliveryState } from '#domain/notification/delivery.ts';
import { eventTypes, type EventType } from '#domain/notification/event-type.ts';
import { documentClient } from './clients.ts';
import { recordShards, undecidedShards } from './notification-shards.ts';
import { setting } from './settings.ts';

const openDeliverySchema = z.object({ pk: z.string(), type: z.enum(eventTypes) });
const stateSchema = z.object({ state: z.enum(deliveryStates) });

/** How many deliveries stand in each state. */
export type DeliveryTally = Readonly<Record<DeliveryState, number>>;

/** A message that waits for a decision. */
export interface OpenDelivery {
  eventId: string;
  type: EventType;
}

/** Deliveries seen together. The indexes behind them lag a moment: for sweeps and progress, never for a decision. */
export interface DeliveryLists {
  /**
   * Deliveries whose decision is due, oldest first, of one shard of the index. One that stayed undecided for a week is
   * left out: every attempt failed before its lease, and its messages wait in the dead-letter queue for a person.
   */
  undecided(shard: number, options: { now: Date; limit: number }): Promise<OpenDelivery[]>;
  /** Deliveries of the breach class about one record, counted by state: what became of a breach's notices. */
  tally(recordId: string): Promise<DeliveryTally>;
}

/** How many shards the index of undecided deliveries has. */
export const undecidedShardCount = undecidedShards;

/** Opens the lists. Needs `TABLE_NOTIFICATIONS` and its indexes `undecided` and `by-record`. */
export function openDeliveryLists(): DeliveryLists {
  return { undecided, tally };
}

const weekMilliseconds = 7 * 86_400_000;

async function undecided(shard: number, { now, limit }: { now: Date; limit: number }): Promise<OpenDelivery[]> {
  const weekAgo = new Date(now.getTime() - weekMilliseconds);
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_NOTIFICATIONS'),
      IndexName: 'undecided',
      KeyConditionExpression: 'undecidedShard = :shard AND decideAfter BETWEEN :weekAgo AND :now',
      ExpressionAttributeValues: {
        ':shard': `undecided#${shard}`,
        ':weekAgo': weekAgo.toISOString(),
        ':now': now.toISOString(),
      },
      Limit: limit,
    }),
  );
  return z
    .array(openDeliverySchema)
    .parse(Items ?? [])
    .map(({ pk, type }) => ({ eventId: pk, type }));
}

async function tally(recordId: string): Promise<DeliveryTally> {
  const shards = Array.from({ length: recordShards }, (_, shard) => statesIn(`${recordId}#${shard}`));
  const counts: Record<DeliveryState, number> = {
    sending: 0,
    waiting: 0,
    sent: 0,
    delivered: 0,
    bounced: 0,
    complained: 0,
    rejected: 0,
    suppressed: 0,
    withheld: 0,
  };
  for (const state of (await Promise.all(shards)).flat()) counts[state] += 1;
  return counts;
}

async function statesIn(recordShard: string): Promise<DeliveryState[]> {
  const states: DeliveryState[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_NOTIFICATIONS'),
        IndexName: 'by-record',
        KeyConditionExpression: 'recordShard = :shard',
        ExpressionAttributeValues: { ':shard': recordShard },
        ExpressionAttributeNames: { '#state': 'state' },
        ProjectionExpression: '#state',
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    states.push(
      ...z
        .array(stateSchema)
        .parse(page.Items ?? [])
        .map(({ state }) => state),
    );
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return states;
}
