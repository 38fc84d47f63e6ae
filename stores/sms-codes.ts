import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { smsCodeDigits, smsCodeSeconds, smsCodeTriesMax, type SmsCodePurpose } from '#domain/session/sms-code.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import type { SubjectKey } from './sealing.ts';
import { setting } from './settings.ts';

const codeItemSchema = z.object({
  requestId: z.string(),
  occasion: z.string().optional(),
  codeHash: z.string().optional(),
  endsAtSeconds: z.number(),
});

/** Whose code it is and what for. */
export interface SmsCodePlace {
  playerId: string;
  purpose: SmsCodePurpose;
  /** The one occasion that it serves on (`factorOccasion`), where there may be several. */
  occasion?: string | undefined;
}

/** A code that was asked for, whether or not it was sent yet. */
export interface PendingSmsCode extends SmsCodePlace {
  requestId: string;
  endsAtSeconds: number;
}

/**
 * Codes by text message. A request makes the row, the sender makes the code and its hash in the transaction of its lease,
 * and a later request replaces both, so that only the newest code is worth anything. The hash is an HMAC under a key that
 * is derived from the player's identity key, request and purpose: a copy of the table lets nobody try out a million codes.
 */
export interface SmsCodes {
  /** The write that asks for a code in place of any former one. */
  requesting(place: SmsCodePlace & { requestId: string }, now: Date): Write;
  /** The request that a sender works for; undefined when a newer one replaced it, it ended or was used. */
  pending(place: SmsCodePlace, requestId: string, now: Date): Promise<PendingSmsCode | undefined>;
  /** Makes a code and the write that keeps its hash; its condition fails when the request was replaced or used. */
  minting(request: PendingSmsCode, identity: SubjectKey<'identity'>): { code: string; write: Write };
  /**
   * Uses up one try and checks a code. Answers the write that uses the code up, to be committed with what it allows;
   * undefined when the code is wrong, ended, used, not of this purpose, or was tried too often.
   */
  check(
    place: SmsCodePlace,
    tried: { code: string; identity: SubjectKey<'identity'> },
    now: Date,
  ): Promise<Write | undefined>;
  /** The write that makes a code worth nothing. */
  dropping(place: SmsCodePlace): Write;
}

/** Opens the store of codes. Needs `TABLE_NOTIFICATIONS`. */
export function openSmsCodes(): SmsCodes {
  return { requesting, pending, minting, check, dropping };
}

const keyOf = ({ playerId, purpose }: SmsCodePlace) => ({ pk: `sms-code#${playerId}#${purpose}`, sk: 'code' });
const secondsOf = (now: Date) => Math.floor(now.getTime() / 1000);

/** Time to live removes late; every read checks the end itself. */
const itemOf = ({ playerId, purpose, ...row }: PendingSmsCode & { codeHash?: string }) => ({
  ...keyOf({ playerId, purpose }),
  schemaVersion: 1,
  ...row,
  tries: 0,
  expiresAtSeconds: row.endsAtSeconds,
});

function requesting({ requestId, ...place }: SmsCodePlace & { requestId: string }, now: Date): Write {
  const Item = itemOf({ ...place, requestId, endsAtSeconds: secondsOf(now) + smsCodeSeconds });
  return { Put: { TableName: setting('TABLE_NOTIFICATIONS'), Item } };
}

async function pending(place: SmsCodePlace, requestId: string, now: Date): Promise<PendingSmsCode | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_NOTIFICATIONS'), Key: keyOf(place), ConsistentRead: true }),
  );
  const row = codeItemSchema.optional().parse(Item);
  if (row === undefined || row.requestId !== requestId || row.endsAtSeconds <= secondsOf(now)) return undefined;
  return { ...place, requestId, occasion: row.occasion, endsAtSeconds: row.endsAtSeconds };
}

function hashOf(
  code: string,
  { playerId, purpose, occasion = '', requestId }: SmsCodePlace & { requestId: string },
  identity: SubjectKey,
): string {
  const bound = `sms-code|${playerId}|${purpose}|${occasion}`;
  const key = hkdfSync('sha256', identity.key, Buffer.from(requestId, 'utf8'), bound, 32);
  return createHmac('sha256', Buffer.from(key)).update(code).digest('base64url');
}

function minting(request: PendingSmsCode, identity: SubjectKey<'identity'>): { code: string; write: Write } {
  const code = String(randomInt(10 ** smsCodeDigits)).padStart(smsCodeDigits, '0');
  const Item = itemOf({ ...request, codeHash: hashOf(code, request, identity) });
  return {
    code,
    write: {
      Put: {
        TableName: setting('TABLE_NOTIFICATIONS'),
        Item,
        ConditionExpression: 'requestId = :requestId',
        ExpressionAttributeValues: { ':requestId': request.requestId },
      },
    },
  };
}

async function check(
  place: SmsCodePlace,
  { code, identity }: { code: string; identity: SubjectKey<'identity'> },
  now: Date,
): Promise<Write | undefined> {
  const row = await takeTry(place, now);
  if (row?.codeHash === undefined) return undefined;
  const tried = Buffer.from(hashOf(code, { ...place, requestId: row.requestId }, identity));
  const kept = Buffer.from(row.codeHash);
  if (tried.length !== kept.length || !timingSafeEqual(tried, kept)) return undefined;
  return {
    Delete: {
      TableName: setting('TABLE_NOTIFICATIONS'),
      Key: keyOf(place),
      ConditionExpression: 'codeHash = :hash',
      ExpressionAttributeValues: { ':hash': row.codeHash },
    },
  };
}

/**
 * A try is counted before the code is looked at, so that parallel guesses are counted one by one. Whoever comes on another
 * occasion uses none up.
 */
async function takeTry(place: SmsCodePlace, now: Date): Promise<z.infer<typeof codeItemSchema> | undefined> {
  const { occasion } = place;
  const onOccasion = occasion === undefined ? 'attribute_not_exists(occasion)' : 'occasion = :occasion';
  try {
    const { Attributes } = await documentClient().send(
      new UpdateCommand({
        TableName: setting('TABLE_NOTIFICATIONS'),
        Key: keyOf(place),
        UpdateExpression: 'ADD tries :one',
        ConditionExpression: `attribute_exists(codeHash) AND tries < :most AND endsAtSeconds > :now AND ${onOccasion}`,
        ExpressionAttributeValues: {
          ':one': 1,
          ':most': smsCodeTriesMax,
          ':now': secondsOf(now),
          ...(occasion === undefined ? {} : { ':occasion': occasion }),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return codeItemSchema.parse(Attributes);
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined;
    throw error;
  }
}

function dropping(place: SmsCodePlace): Write {
  return { Delete: { TableName: setting('TABLE_NOTIFICATIONS'), Key: keyOf(place) } };
}
