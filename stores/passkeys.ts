import * as z from 'zod';
import { passkeysMax } from '#domain/session/passkey.ts';
import type { Write } from './commitment.ts';
import { Conflict } from './failures.ts';
import type { FactorRow } from './factor-rows.ts';
import { setting } from './settings.ts';

const bytes = z.instanceof(Uint8Array);

const passkeyItemSchema = z.object({
  sk: z.string(),
  passkeyId: z.string(),
  credentialId: z.string(),
  publicKey: bytes,
  signatureCount: z.int().min(0),
  transports: z.array(z.string()),
  name: bytes,
  createdAt: z.string(),
  lastUsedAt: z.string().optional(),
});

/** A passkey as stored. Name and public key are sealed under the player's `identity` key, recorded under the passkey's id. */
export type Passkey = z.infer<typeof passkeyItemSchema>;

/**
 * A player has so many places for passkeys, each a row of its own: two that are added at once cannot pass the limit, and
 * all can be forgotten without being read.
 */
const rowPrefix = 'factor#passkey#';
/** Sort keys of the places for passkeys of a player. */
export const passkeyRows: readonly string[] = Array.from({ length: passkeysMax }, (_, place) => rowPrefix + place);

const rowOf = (playerId: string, sk: string) => ({
  TableName: setting('TABLE_CREDENTIALS'),
  Key: { pk: playerId, sk },
});

/** Whether a passkey is among the rows of a player's second factors. */
export const hasPasskeys = (rows: readonly FactorRow[]): boolean => rows.some(({ sk }) => sk.startsWith(rowPrefix));

/** The passkeys among the rows of a player's second factors, oldest first. */
export function passkeysIn(rows: readonly FactorRow[]): Passkey[] {
  return rows
    .filter(({ sk }) => sk.startsWith(rowPrefix))
    .map((row) => passkeyItemSchema.parse(row))
    .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
}

/**
 * The write that keeps a new passkey in a place that is free; its condition fails when another took it. Throws `Conflict`
 * where no place is free. Needs `TABLE_CREDENTIALS`, as all here.
 */
export function addingPasskey(playerId: string, present: readonly Passkey[], passkey: Omit<Passkey, 'sk'>): Write {
  const sk = passkeyRows.find((place) => present.every((known) => known.sk !== place));
  if (sk === undefined) throw new Conflict();
  const { TableName, Key } = rowOf(playerId, sk);
  const { passkeyId, credentialId, publicKey, signatureCount, transports, name, createdAt } = passkey;
  return {
    Put: {
      TableName,
      Item: {
        ...Key,
        schemaVersion: 1,
        passkeyId,
        credentialId,
        publicKey,
        signatureCount,
        transports,
        name,
        createdAt,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** The write that notes a use; its condition fails when the passkey was used or removed since it was read. */
export function usingPasskey(
  playerId: string,
  { sk, passkeyId, signatureCount: seen }: Passkey,
  { signatureCount, now }: { signatureCount: number; now: Date },
): Write {
  return {
    Update: {
      ...rowOf(playerId, sk),
      UpdateExpression: 'SET signatureCount = :count, lastUsedAt = :now',
      ConditionExpression: 'passkeyId = :id AND signatureCount = :seen',
      ExpressionAttributeValues: {
        ':id': passkeyId,
        ':count': signatureCount,
        ':seen': seen,
        ':now': now.toISOString(),
      },
    },
  };
}

/** The write that takes a passkey away; its condition fails when it is gone. */
export function removingPasskey(playerId: string, { sk, passkeyId }: Passkey): Write {
  return {
    Delete: {
      ...rowOf(playerId, sk),
      ConditionExpression: 'passkeyId = :id',
      ExpressionAttributeValues: { ':id': passkeyId },
    },
  };
}

/** The writes that forget every passkey of a player, however many there are. */
export const forgettingPasskeys = (playerId: string): Write[] =>
  passkeyRows.map((sk) => ({ Delete: rowOf(playerId, sk) }));
