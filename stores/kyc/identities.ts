import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';
import { sealField, unsealField, type SubjectKey } from '../sealing.ts';

const identityItemSchema = z.object({
  identityNumberIndex: z.string(),
  holdsNumber: z.boolean(),
  /** Whether another account held the number when it was given. */
  sharedNumber: z.boolean(),
  recordedAt: z.string(),
});

const sealedNumberItemSchema = z.object({ identityNumber: z.instanceof(Uint8Array) });

/** That a player gave a government ID number, and which one by blind index; the number itself stays sealed. */
export type Identity = z.infer<typeof identityItemSchema>;

/** A number on its way to be sealed. */
export interface GivenIdentityNumber {
  number: string;
  indexValue: string;
  /** Whether this account is the one that holds the number. */
  holds: boolean;
  /** Whether another open account holds it. */
  shared: boolean;
}

/** Government ID numbers of players. */
export interface Identities {
  /** Reads consistently what a player gave, without opening it. */
  find(playerId: string): Promise<Identity | undefined>;
  /** Opens the number that a player gave; undefined when they gave none. */
  openNumber(key: SubjectKey<'kyc'>): Promise<string | undefined>;
  /** The write that keeps a number, sealed under the player's kyc key; fails when another was kept meanwhile. */
  recording(key: SubjectKey, given: GivenIdentityNumber, past: { now: Date; current: Identity | undefined }): Write;
  /** The write that lets go of a number that this player holds. */
  releasing(playerId: string, indexValue: string): Write;
}

/** Opens the store of ID numbers. Needs `TABLE_KYC` and `TABLE_LOOKUPS`. */
export function openIdentities(): Identities {
  return { find, openNumber, recording, releasing };
}

async function find(playerId: string): Promise<Identity | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({
      TableName: setting('TABLE_KYC'),
      Key: { pk: playerId, sk: 'identity' },
      ConsistentRead: true,
      ProjectionExpression: 'identityNumberIndex, holdsNumber, sharedNumber, recordedAt',
    }),
  );
  return identityItemSchema.optional().parse(Item);
}

async function openNumber(key: SubjectKey<'kyc'>): Promise<string | undefined> {
  const { subjectId: playerId } = key;
  const { Item } = await documentClient().send(
    new GetCommand({
      TableName: setting('TABLE_KYC'),
      Key: { pk: playerId, sk: 'identity' },
      ConsistentRead: true,
      ProjectionExpression: 'identityNumber',
    }),
  );
  const sealed = sealedNumberItemSchema.optional().parse(Item)?.identityNumber;
  return sealed && unsealField(key, { field: 'identityNumber', recordId: playerId }, sealed);
}

function recording(
  key: SubjectKey,
  { number, indexValue, holds, shared }: GivenIdentityNumber,
  { now, current }: { now: Date; current: Identity | undefined },
): Write {
  const playerId = key.subjectId;
  const Item = {
    pk: playerId,
    sk: 'identity',
    schemaVersion: 1,
    identityNumber: sealField(key, { field: 'identityNumber', recordId: playerId }, number),
    identityNumberIndex: indexValue,
    holdsNumber: holds,
    sharedNumber: shared,
    recordedAt: now.toISOString(),
  };
  const unchanged =
    current === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'identityNumberIndex = :index AND recordedAt = :at',
          ExpressionAttributeValues: { ':index': current.identityNumberIndex, ':at': current.recordedAt },
        };
  return { Put: { TableName: setting('TABLE_KYC'), Item, ...unchanged } };
}

function releasing(playerId: string, indexValue: string): Write {
  return {
    Delete: {
      TableName: setting('TABLE_LOOKUPS'),
      Key: { pk: `identity-number#${indexValue}`, sk: 'player' },
      ConditionExpression: 'playerId = :playerId',
      ExpressionAttributeValues: { ':playerId': playerId },
    },
  };
}
