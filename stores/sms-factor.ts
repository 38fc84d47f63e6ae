import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import type { FactorChecker } from './factor-checker.ts';
import type { FactorRow } from './factor-rows.ts';
import { openSubjectKeys } from './keys.ts';
import { setting } from './settings.ts';
import { openSmsCodes } from './sms-codes.ts';

const smsItemSchema = z.object({ enrolledAt: z.string() });

/** Sort key of the SMS factor of a player; it always means the phone number of the account. */
export const smsRow = 'factor#sms';

const keyOf = (playerId: string) => ({ pk: playerId, sk: smsRow });
const row = (playerId: string) => ({ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) });

/** Reads consistently since when the SMS factor is on; undefined while it is off. Needs `TABLE_CREDENTIALS`. */
export async function findSms(playerId: string): Promise<{ enrolledAt: string } | undefined> {
  const { Item } = await documentClient().send(new GetCommand({ ...row(playerId), ConsistentRead: true }));
  return smsItemSchema.optional().parse(Item);
}

/** The write that turns the SMS factor on; its condition fails when it is on already. Needs `TABLE_CREDENTIALS`. */
export function turningSmsOn(playerId: string, now: Date): Write {
  return {
    Put: {
      TableName: setting('TABLE_CREDENTIALS'),
      Item: { ...keyOf(playerId), schemaVersion: 1, enrolledAt: now.toISOString() },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Whether rows turn codes by text message on. */
export const hasSms = (rows: readonly FactorRow[]): boolean => rows.some(({ sk }) => sk === smsRow);

/**
 * A code by text message as a second factor. It proves only on the occasion that it was asked for on (ASVS 5.0, 6.6.2).
 * Needs `TABLE_NOTIFICATIONS`, `TABLE_KEYS` and the `identity` key.
 */
export const smsFactor: FactorChecker = {
  async check({ playerId, proof, now }) {
    const { occasion } = proof;
    if (proof.method !== 'sms' || occasion === undefined) return;
    const identity = await openSubjectKeys().open(playerId, 'identity', now);
    const place = { playerId, purpose: 'second-factor', occasion } as const;
    const using = await openSmsCodes().check(place, { code: proof.code, identity }, now);
    return using && [using];
  },
};

/** The write that forgets the SMS factor, on or off. */
export function forgettingSms(playerId: string): Write {
  return { Delete: row(playerId) };
}
