import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { FactorProof } from '#domain/session/second-factor.ts';
import { documentClient } from './clients.ts';
import type { Actor, Write } from './commitment.ts';
import { KeyEnded } from './failures.ts';
import { newId } from './ids.ts';
import { openSubjectKeys } from './keys.ts';
import { openLedger } from './ledger.ts';
import { openPlayers } from './players.ts';
import { setting } from './settings.ts';
import { openSmsCodes } from './sms-codes.ts';
import { openSmsRequests, type SmsRequested } from './sms-requests.ts';

const smsFactorItemSchema = z.object({ enrolledAt: z.string() });

/** The row of the factor in `credentials`; it always means the phone number of the account. */
export const smsFactorRow = 'factor#sms';

/** Codes by text message as a second factor. */
export interface SmsFactor {
  readonly method: 'sms';
  /** Whether the factor is on, by the rows of a player's factors. */
  isOn(rows: readonly { sk: string }[]): boolean;
  /** When the factor was turned on, by a consistent read; undefined while it is off. */
  enrolledAt(playerId: string): Promise<string | undefined>;
  /** The write that turns the factor on; its condition fails when it is on already. */
  turningOn(playerId: string, now: Date): Write;
  /** The write that turns the factor off; its condition fails when it is off already. */
  turningOff(playerId: string): Write;
  /** The write that forgets the factor of a closed account, on or off. */
  forgetting(playerId: string): Write;
  /** Checks a code that `sendFactorCode` sent: the writes that use it up; undefined when it is not right. */
  check(playerId: string, proof: FactorProof, now: Date): Promise<readonly Write[] | undefined>;
}

/** Opens the factor. Needs `TABLE_CREDENTIALS`, `TABLE_NOTIFICATIONS` and the identity key of the player. */
export function openSmsFactor(): SmsFactor {
  return { method: 'sms', isOn, enrolledAt, turningOn, turningOff, forgetting, check };
}

const keyOf = (playerId: string) => ({ pk: playerId, sk: smsFactorRow });

const isOn = (rows: readonly { sk: string }[]): boolean => rows.some(({ sk }) => sk === smsFactorRow);

async function enrolledAt(playerId: string): Promise<string | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId), ConsistentRead: true }),
  );
  return smsFactorItemSchema.optional().parse(Item)?.enrolledAt;
}

function turningOn(playerId: string, now: Date): Write {
  return {
    Put: {
      TableName: setting('TABLE_CREDENTIALS'),
      Item: { ...keyOf(playerId), schemaVersion: 1, enrolledAt: now.toISOString() },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

function turningOff(playerId: string): Write {
  return {
    Delete: {
      TableName: setting('TABLE_CREDENTIALS'),
      Key: keyOf(playerId),
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}

function forgetting(playerId: string): Write {
  return { Delete: { TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) } };
}

async function check(playerId: string, proof: FactorProof, now: Date): Promise<readonly Write[] | undefined> {
  if (proof.method !== 'sms') return undefined;
  try {
    const identity = await openSubjectKeys().open(playerId, 'identity', now);
    const place = { playerId, purpose: 'second-factor' } as const;
    const using = await openSmsCodes().check(place, { code: proof.code, identity }, now);
    return using && [using];
  } catch (error) {
    if (error instanceof KeyEnded) return undefined;
    throw error;
  }
}

/**
 * Sends a code of the factor to the phone of the account, within the caps. Whoever calls it has made sure that the factor
 * is on. Needs what `openSmsRequests` needs, and `TABLE_PLAYERS` (GetItem).
 */
export async function sendFactorCode(
  playerId: string,
  viewer: { address: string },
  moment: { actor: Actor; now: Date },
): Promise<SmsRequested> {
  const { phoneIndex = playerId } = await openPlayers().read(playerId);
  const request = { playerId, purpose: 'second-factor', requestId: newId(), phoneIndex } as const;
  return openSmsRequests(openLedger()).request({ ...request, address: viewer.address }, moment);
}
