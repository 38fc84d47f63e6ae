import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { promisedCeilingYears, yearsAfter } from '#catalogue/years.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { sealField, unsealField, type SubjectKey } from './sealing.ts';
import { setting } from './settings.ts';

/** Confirmations that wait are spread over so many partitions, which the retry reads one by one. */
export const unmatchedShards = 8;
/** Consumed event ids outlive every tolerance of time by far. */
const consumedDays = 30;

const consumedItemSchema = z.object({ bodyHash: z.string() });

const unmatchedItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  processor: z.string(),
  webhookId: z.string(),
  receivedAt: z.string(),
  sealSubject: z.string(),
  confirmation: z.instanceof(Uint8Array),
});

/** An authentic confirmation that found no deposit yet; its content is sealed. */
export type UnmatchedConfirmation = z.infer<typeof unmatchedItemSchema>;

/** An authentic event of a processor. */
export interface PaymentEvent {
  processor: string;
  webhookId: string;
  bodyHash: string;
}

/** Events of payment processors: which were consumed, and which wait for their deposit. */
export interface PaymentEvents {
  /** The body hash under which an event was consumed, if it was. */
  consumedBodyHash(event: Omit<PaymentEvent, 'bodyHash'>): Promise<string | undefined>;
  /** The write that consumes an event id; its condition fails on the second delivery. */
  consuming(event: PaymentEvent, now: Date): Write;
  /** The write that keeps a confirmation, sealed, until its deposit is found or a day has passed. */
  waiting(event: PaymentEvent, sealed: { confirmation: string; key: SubjectKey<'financial'> }, now: Date): Write;
  /** Waiting confirmations of one shard, oldest first. */
  waitingIn(shard: number, limit: number): Promise<UnmatchedConfirmation[]>;
  /** Opens the content of a waiting confirmation. */
  contentOf(waiting: UnmatchedConfirmation, key: SubjectKey<'financial'>): string;
  /** The write that ends the waiting; its condition fails when another run was first. */
  leaving(waiting: UnmatchedConfirmation): Write;
  /** The write that parks a confirmation for staff, under the same seal. */
  parking(waiting: UnmatchedConfirmation, now: Date): Write;
}

/** Opens the store of payment events. Needs `TABLE_PAYMENTS`. */
export function openPaymentEvents(): PaymentEvents {
  return { consumedBodyHash, consuming, waiting, waitingIn, contentOf, leaving, parking };
}

/** Confirmations without a person are sealed under a subject of their own, one a day. */
export const unmatchedSubjectOf = (receivedAt: Date) => `unmatched-${receivedAt.toISOString().slice(0, 10)}`;

const consumedKey = ({ processor, webhookId }: Omit<PaymentEvent, 'bodyHash'>) => ({
  pk: `webhook#${processor}#${webhookId}`,
  sk: 'event',
});
const placeOf = (webhookId: string) => ({ field: 'unmatchedConfirmation' as const, recordId: webhookId });

async function consumedBodyHash(event: Omit<PaymentEvent, 'bodyHash'>): Promise<string | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_PAYMENTS'), Key: consumedKey(event), ConsistentRead: true }),
  );
  return consumedItemSchema.optional().parse(Item)?.bodyHash;
}

function consuming(event: PaymentEvent, now: Date): Write {
  return {
    Put: {
      TableName: setting('TABLE_PAYMENTS'),
      Item: {
        ...consumedKey(event),
        schemaVersion: 1,
        bodyHash: event.bodyHash,
        consumedAt: now.toISOString(),
        expiresAtSeconds: Math.floor(now.getTime() / 1000) + consumedDays * 86_400,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

function waiting(
  event: PaymentEvent,
  sealed: { confirmation: string; key: SubjectKey<'financial'> },
  now: Date,
): Write {
  const receivedAt = now.toISOString();
  const shard = event.bodyHash.charCodeAt(0) % unmatchedShards;
  return {
    Put: {
      TableName: setting('TABLE_PAYMENTS'),
      Item: {
        pk: `unmatched#${shard}`,
        sk: `${receivedAt}#${event.webhookId}`,
        schemaVersion: 1,
        processor: event.processor,
        webhookId: event.webhookId,
        receivedAt,
        sealSubject: sealed.key.subjectId,
        confirmation: sealField(sealed.key, placeOf(event.webhookId), sealed.confirmation),
      },
    },
  };
}

async function waitingIn(shard: number, limit: number): Promise<UnmatchedConfirmation[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_PAYMENTS'),
      KeyConditionExpression: 'pk = :shard',
      ExpressionAttributeValues: { ':shard': `unmatched#${shard}` },
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return z.array(unmatchedItemSchema).parse(Items ?? []);
}

function contentOf(waiting: UnmatchedConfirmation, key: SubjectKey<'financial'>): string {
  return unsealField(key, placeOf(waiting.webhookId), waiting.confirmation);
}

function leaving({ pk, sk }: UnmatchedConfirmation): Write {
  return {
    Delete: {
      TableName: setting('TABLE_PAYMENTS'),
      Key: { pk, sk },
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}

function parking(waiting: UnmatchedConfirmation, now: Date): Write {
  return {
    Put: {
      TableName: setting('TABLE_PAYMENTS'),
      Item: {
        ...waiting,
        schemaVersion: 1,
        pk: `parked#${waiting.receivedAt.slice(0, 10)}`,
        parkedAt: now.toISOString(),
        expiresAtSeconds: Math.floor(yearsAfter(now, promisedCeilingYears).getTime() / 1000),
      },
    },
  };
}
