import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { deliveryRecordDays, deliveryStates, type MailReport } from '#domain/notification/delivery.ts';
import { eventTypes, messageClassOf } from '#domain/notification/event-type.ts';
import type { Delivery, LeasedDelivery } from '#domain/notification/sending.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { recordShardOf, undecidedShardOf } from './notification-shards.ts';
import { setting } from './settings.ts';

const deliveryItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  type: z.enum(eventTypes),
  subjectId: z.string().optional(),
  recordId: z.string().optional(),
  state: z.enum(deliveryStates),
  attemptId: z.string().optional(),
  attemptNumber: z.int(),
  startedAt: z.string(),
  decideAfter: z.string().optional(),
});

const attemptItemSchema = z.object({ eventId: z.string(), recipient: z.string() });

/** Names a message to a person. */
export type DeliveryKey = Pick<Delivery, 'eventId' | 'recipient'>;

/** Messages under way: leases on (event, recipient), attempts by the id that comes back in mail events. */
export interface Notifications {
  /** Reads a delivery consistently. */
  find(key: DeliveryKey): Promise<Delivery | undefined>;
  /** Finds the delivery that an attempt belongs to, consistently. */
  findByAttempt(attemptId: string): Promise<Delivery | undefined>;
  /**
   * The write that makes a delivery what it is to be. Its condition fails when the delivery is no longer as `seen`
   * (undefined: there was none), so that of two senders one wins and no mail event is undone.
   */
  moving(delivery: Delivery, seen: Delivery | undefined): Write;
  /** The write that remembers which delivery an attempt belongs to. */
  attempting(delivery: LeasedDelivery): Write;
  /** The write that records what a mail event says of an attempt; its condition fails when it says nothing new. */
  reporting(delivery: DeliveryKey, attemptId: string, report: MailReport): Write;
}

/** Opens the store of notifications. Needs `TABLE_NOTIFICATIONS`. */
export function openNotifications(): Notifications {
  return { find, findByAttempt, moving, attempting, reporting };
}

const keyOf = ({ eventId, recipient }: DeliveryKey) => ({ pk: eventId, sk: recipient });
const attemptKeyOf = (attemptId: string) => ({ pk: `attempt#${attemptId}`, sk: 'attempt' });

/** Parses an item into what it says. */
export function deliveryFrom(item: unknown): Delivery {
  const { pk, sk, ...delivery } = deliveryItemSchema.parse(item);
  return { eventId: pk, recipient: sk, ...delivery };
}

async function get(Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_NOTIFICATIONS'), Key, ConsistentRead: true }),
  );
  return Item;
}

async function find(key: DeliveryKey): Promise<Delivery | undefined> {
  const item = await get(keyOf(key));
  return item && deliveryFrom(item);
}

async function findByAttempt(attemptId: string): Promise<Delivery | undefined> {
  const item = await get(attemptKeyOf(attemptId));
  return item && find(attemptItemSchema.parse(item));
}

function expiresAtSeconds({ type, startedAt }: Delivery): number {
  return Math.floor(Date.parse(startedAt) / 1000) + deliveryRecordDays(messageClassOf(type)) * 86_400;
}

function itemOf({ eventId, recipient, ...delivery }: Delivery): Record<string, unknown> {
  const counted = messageClassOf(delivery.type) === 'breach' && delivery.recordId !== undefined;
  return {
    ...keyOf({ eventId, recipient }),
    schemaVersion: 1,
    ...delivery,
    undecidedShard: delivery.decideAfter === undefined ? undefined : undecidedShardOf(eventId),
    recordShard: counted ? recordShardOf(delivery.recordId ?? '', recipient) : undefined,
    expiresAtSeconds: expiresAtSeconds({ eventId, recipient, ...delivery }),
  };
}

function moving(delivery: Delivery, seen: Delivery | undefined): Write {
  const TableName = setting('TABLE_NOTIFICATIONS');
  const Item = itemOf(delivery);
  if (seen === undefined) return { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: '#state = :seenState AND attemptId = :seenAttempt',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':seenState': seen.state, ':seenAttempt': seen.attemptId },
    },
  };
}

function attempting(delivery: LeasedDelivery): Write {
  const { eventId, recipient, attemptId } = delivery;
  const Item = {
    ...attemptKeyOf(attemptId),
    schemaVersion: 1,
    eventId,
    recipient,
    expiresAtSeconds: expiresAtSeconds(delivery),
  };
  return {
    Put: { TableName: setting('TABLE_NOTIFICATIONS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  };
}

function reporting(delivery: DeliveryKey, attemptId: string, report: MailReport): Write {
  const replaced = Object.fromEntries(report.replaces.map((state, index) => [`:replaced${index}`, state]));
  const ofThisAttempt = report.countsForAnyAttempt ? '' : ' AND attemptId = :attempt';
  return {
    Update: {
      TableName: setting('TABLE_NOTIFICATIONS'),
      Key: keyOf(delivery),
      UpdateExpression: 'SET #state = :state REMOVE undecidedShard, decideAfter',
      ConditionExpression: `#state IN (${Object.keys(replaced).join(', ')})${ofThisAttempt}`,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':state': report.state,
        ...replaced,
        ...(report.countsForAnyAttempt ? {} : { ':attempt': attemptId }),
      },
    },
  };
}
