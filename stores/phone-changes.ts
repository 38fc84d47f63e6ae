import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { smsCodeSeconds } from '#domain/session/sms-code.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const bytes = z.instanceof(Uint8Array);

const pendingItemSchema = z.object({ changeId: z.string(), phone: bytes, endsAtSeconds: z.number() });
const reversionItemSchema = z.object({
  changeId: z.string(),
  phone: bytes,
  phoneVerifiedAt: z.string().optional(),
  changedAt: z.string(),
  endsAtSeconds: z.number(),
});

/** A number that waits for its code; sealed under the identity key and the id of the change. */
export type PendingPhoneChange = z.infer<typeof pendingItemSchema>;

/** A number that was replaced and can be restored; sealed like the pending one. */
export type PhoneReversion = z.infer<typeof reversionItemSchema>;

/** A player has at most ten codes a day, so no more changes than this in the days of a link; more are left to their end. */
const reversionsMax = 80;

/** Changes of phone numbers: the new number until it is proved, the old one for as long as it can be restored. */
export interface PhoneChanges {
  /** The write that keeps a new number until its code ends, in place of any other. */
  starting(playerId: string, change: { changeId: string; phone: Uint8Array }, now: Date): Write;
  /** The number that waits for its code. */
  pending(playerId: string, now: Date): Promise<PendingPhoneChange | undefined>;
  /** The write that takes the waiting number away; its condition fails when another took its place. */
  completing(playerId: string, changeId: string): Write;
  /** The write that keeps a replaced number for as long as it can be restored. */
  keeping(playerId: string, reversion: Omit<PhoneReversion, 'endsAtSeconds'>, endsAt: Date): Write;
  /** A replaced number that can still be restored. */
  reversion(playerId: string, changeId: string, now: Date): Promise<PhoneReversion | undefined>;
  /** The ids of changes that were made after a moment and can still be reverted. */
  laterThan(playerId: string, changedAt: string): Promise<string[]>;
  /** The write that takes a replaced number away; with `mustExist` its condition fails when somebody did so before. */
  forgetting(playerId: string, changeId: string, options: { mustExist: boolean }): Write;
}

/** Opens the changes. Needs `TABLE_PLAYERS`. */
export function openPhoneChanges(): PhoneChanges {
  return { starting, pending, completing, keeping, reversion, laterThan, forgetting };
}

const pendingKey = (playerId: string) => ({ pk: playerId, sk: 'phone-change' });
const reversionPrefix = 'phone-reversion#';
const reversionKey = (playerId: string, changeId: string) => ({ pk: playerId, sk: `${reversionPrefix}${changeId}` });
const secondsOf = (now: Date) => Math.floor(now.getTime() / 1000);

function starting(playerId: string, { changeId, phone }: { changeId: string; phone: Uint8Array }, now: Date): Write {
  const endsAtSeconds = secondsOf(now) + smsCodeSeconds;
  const row = { schemaVersion: 1, changeId, phone, endsAtSeconds, expiresAtSeconds: endsAtSeconds };
  return { Put: { TableName: setting('TABLE_PLAYERS'), Item: { ...pendingKey(playerId), ...row } } };
}

async function get(Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_PLAYERS'), Key, ConsistentRead: true }),
  );
  return Item;
}

async function pending(playerId: string, now: Date): Promise<PendingPhoneChange | undefined> {
  const row = pendingItemSchema.optional().parse(await get(pendingKey(playerId)));
  return row !== undefined && row.endsAtSeconds > secondsOf(now) ? row : undefined;
}

function completing(playerId: string, changeId: string): Write {
  return {
    Delete: {
      TableName: setting('TABLE_PLAYERS'),
      Key: pendingKey(playerId),
      ConditionExpression: 'changeId = :changeId',
      ExpressionAttributeValues: { ':changeId': changeId },
    },
  };
}

function keeping(playerId: string, reversion: Omit<PhoneReversion, 'endsAtSeconds'>, endsAt: Date): Write {
  const endsAtSeconds = secondsOf(endsAt);
  const row = { schemaVersion: 1, ...reversion, endsAtSeconds, expiresAtSeconds: endsAtSeconds };
  const Item = { ...reversionKey(playerId, reversion.changeId), ...row };
  return { Put: { TableName: setting('TABLE_PLAYERS'), Item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

async function reversion(playerId: string, changeId: string, now: Date): Promise<PhoneReversion | undefined> {
  const row = reversionItemSchema.optional().parse(await get(reversionKey(playerId, changeId)));
  return row !== undefined && row.endsAtSeconds > secondsOf(now) ? row : undefined;
}

async function laterThan(playerId: string, changedAt: string): Promise<string[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_PLAYERS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':playerId': playerId, ':prefix': reversionPrefix },
      ConsistentRead: true,
      Limit: reversionsMax,
    }),
  );
  const rows = z.array(reversionItemSchema).parse(Items ?? []);
  return rows.filter((row) => row.changedAt > changedAt).map(({ changeId }) => changeId);
}

function forgetting(playerId: string, changeId: string, { mustExist }: { mustExist: boolean }): Write {
  return {
    Delete: {
      TableName: setting('TABLE_PLAYERS'),
      Key: reversionKey(playerId, changeId),
      ...(mustExist ? { ConditionExpression: 'attribute_exists(pk)' } : {}),
    },
  };
}
