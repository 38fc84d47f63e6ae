import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decideAttempt, type AttemptRecord } from '#domain/player/attempts.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const attemptItemSchema = z.object({
  count: z.number(),
  windowEndsAtSeconds: z.number(),
  blockedUntilSeconds: z.number(),
});

/** Whether this attempt may go on. */
export type AttemptReservation = { outcome: 'allowed' } | { outcome: 'blocked'; retryAfterSeconds: number };

/** Counts attempts at secrets, such as `login#<emailIndex>`, before the secret is checked. */
export interface Attempts {
  /** Counts one attempt, or says how long to wait. Parallel attempts are counted one by one. */
  reserve(secretName: string, now: Date): Promise<AttemptReservation>;
  /** The write that forgets the attempts after a success. */
  forgetting(secretName: string): Write;
}

/** A reservation lost this often means that somebody is guessing in parallel. */
const racesMax = 3;
const raceRetrySeconds = 2;

/** Opens the counter. Needs `TABLE_LIMITS`. */
export function openAttempts(): Attempts {
  return {
    async reserve(secretName, now) {
      const nowSeconds = Math.floor(now.getTime() / 1000);
      for (let race = 0; race < racesMax; race += 1) {
        const record = await read(secretName);
        const decision = decideAttempt(record, nowSeconds);
        if (decision.outcome === 'blocked') return decision;
        if (await remember(secretName, decision.next, record)) return { outcome: 'allowed' };
      }
      return { outcome: 'blocked', retryAfterSeconds: raceRetrySeconds };
    },
    forgetting: (secretName) => ({ Delete: { TableName: setting('TABLE_LIMITS'), Key: keyOf(secretName) } }),
  };
}

const keyOf = (secretName: string) => ({ pk: secretName, sk: 'attempts' });

async function read(secretName: string): Promise<AttemptRecord | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_LIMITS'), Key: keyOf(secretName), ConsistentRead: true }),
  );
  return attemptItemSchema.optional().parse(Item);
}

async function remember(
  secretName: string,
  next: AttemptRecord,
  previous: AttemptRecord | undefined,
): Promise<boolean> {
  const unchanged =
    previous === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#count = :count AND windowEndsAtSeconds = :window',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':count': previous.count, ':window': previous.windowEndsAtSeconds },
        };
  const Item = { ...keyOf(secretName), schemaVersion: 1, ...next, expiresAtSeconds: next.windowEndsAtSeconds };
  try {
    await documentClient().send(new PutCommand({ TableName: setting('TABLE_LIMITS'), Item, ...unchanged }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
