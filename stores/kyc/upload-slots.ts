import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { uploadLimits } from '#domain/kyc/document.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { holdingWrite } from '../holdings.ts';
import { setting } from '../settings.ts';

const slotsItemSchema = z.object({ heldFrom: z.string().optional() });

/** Counts of the slots of one player, kept beside the documents so that limits are conditions of the transaction. */
export interface UploadSlots {
  /**
   * Writes that take a slot: the first fails when too many are open, the second when too many were offered that day.
   * The first of all also notes that this store holds data of the player from now on.
   */
  taking(playerId: string, now: Date): Promise<[open: Write, day: Write, ...holding: Write[]]>;
  /** The write that gives a slot back. */
  freeing(playerId: string): Write;
  /** Writes that note that this store holds data of the player; none when it was noted before. */
  holding(playerId: string, now: Date): Promise<Write[]>;
}

/** Opens the counts of slots. Needs `TABLE_KYC` and `TABLE_HOLDINGS`. */
export function openUploadSlots(): UploadSlots {
  return { taking, freeing, holding };
}

const secondsPerDay = 86_400;
const keyOf = (playerId: string) => ({ pk: playerId, sk: 'slots' });

async function isHeld(playerId: string): Promise<boolean> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_KYC'), Key: keyOf(playerId), ConsistentRead: true }),
  );
  return slotsItemSchema.optional().parse(Item)?.heldFrom !== undefined;
}

async function taking(playerId: string, now: Date): Promise<[open: Write, day: Write, ...holding: Write[]]> {
  const held = await isHeld(playerId);
  const open: Write = {
    Update: {
      TableName: setting('TABLE_KYC'),
      Key: keyOf(playerId),
      UpdateExpression: 'SET schemaVersion = :version, heldFrom = if_not_exists(heldFrom, :now) ADD openCount :one',
      ConditionExpression: 'attribute_not_exists(openCount) OR openCount < :most',
      ExpressionAttributeValues: {
        ':version': 1,
        ':now': now.toISOString(),
        ':one': 1,
        ':most': uploadLimits.openSlotsMax,
      },
    },
  };
  const day: Write = {
    Update: {
      TableName: setting('TABLE_KYC'),
      Key: { pk: playerId, sk: `slots#${now.toISOString().slice(0, 10)}` },
      UpdateExpression: 'SET schemaVersion = :version, expiresAtSeconds = :expires ADD offeredCount :one',
      ConditionExpression: 'attribute_not_exists(offeredCount) OR offeredCount < :most',
      ExpressionAttributeValues: {
        ':version': 1,
        ':expires': Math.floor(now.getTime() / 1000) + 2 * secondsPerDay,
        ':one': 1,
        ':most': uploadLimits.offersPerDayMax,
      },
    },
  };
  return held ? [open, day] : [open, day, holdingWrite('kyc', playerId, now)];
}

function freeing(playerId: string): Write {
  return {
    Update: {
      TableName: setting('TABLE_KYC'),
      Key: keyOf(playerId),
      UpdateExpression: 'ADD openCount :minusOne',
      ConditionExpression: 'openCount > :zero',
      ExpressionAttributeValues: { ':minusOne': -1, ':zero': 0 },
    },
  };
}

async function holding(playerId: string, now: Date): Promise<Write[]> {
  if (await isHeld(playerId)) return [];
  const note: Write = {
    Update: {
      TableName: setting('TABLE_KYC'),
      Key: keyOf(playerId),
      UpdateExpression: 'SET schemaVersion = :version, heldFrom = if_not_exists(heldFrom, :now)',
      ExpressionAttributeValues: { ':version': 1, ':now': now.toISOString() },
    },
  };
  return [note, holdingWrite('kyc', playerId, now)];
}
