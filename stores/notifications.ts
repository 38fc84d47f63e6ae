import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import {
  deliveryRecordDays,
  deliveryStates,
  unknownOutcomeSeconds,
  type DeliveryState,
  type MailReport,
} from '#domain/notification/delivery.ts';
import { eventTypes, messageClassOf, type EventType } from '#domain/notification/event-type.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { shardOf } from './notification-shards.ts';
import { setting } from './settings.ts';

const deliveryItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  type: z.enum(eventTypes),
  subjectId: z.string(),
  recordId: z.string().optional(),
  state: z.enum(deliveryStates),
  attemptId: z.string().optional(),
  attemptNumber: z.int(),
  startedAt: z.string(),
  decideAfter: z.string().optional(),
});

/** What is known of one message to one person: the lease that only one sender can hold, and its outcome. */
export interface Delivery {
  eventId: string;
  /** Opaque id of who is written to, unique within the event. */
  recipient: string;
  type: EventType;
  subjectId: string;
  recordId?: string | undefined;
  state: DeliveryState;
  /** The latest attempt; absent when the message was withheld. */
  attemptId?: string | undefined;
  attemptNumber: number;
  /** When the first attempt was made. */
  startedAt: string;
  /** From then on an attempt without an outcome, or one refused for the moment, may be repeated. */
  decideAfter?: string | undefined;
}

const attemptItemSchema = z.object({ eventId: z.string(), recipient: z.string() });

/** Names a message to a person. */
export type DeliveryKey = Pick<Delivery, 'eventId' | 'recipient'>;

/** Messages under way: leases on (event, recipient), attempts by the id that SES tells back. */
export interface Notifications {
  /** Reads a delivery consistently. */
  find(key: DeliveryKey): Promise<Delivery | undefined>;
  /** Finds the delivery that an attempt belongs to, consistently. */
  findByAttempt(attemptId: string): Promise<Delivery | undefined>;
  /**
   * The writes that put a delivery into a state from which the sender goes on. Their condition fails when the delivery
   * is no longer as `seen` (undefined: there was none), so that of two senders one wins and no mail event is undone.
   */
  moving(delivery: Delivery, seen: Delivery | undefined, now: Date): Write[];
  /** The write that records what a mail event says of an attempt; its condition fails when that is known already. */
  reporting(delivery: Delivery, report: MailReport & { attemptId: string }, now: Date): Write;
}

/** Opens the store of notifications. Needs `TABLE_NOTIFICATIONS`. */
export function openNotifications(): Notifications {
  return { find, findByAttempt, moving, reporting };
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
