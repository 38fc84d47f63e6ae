import * as z from 'zod';
import type { Write } from './commitment.ts';
import type { FactorRow } from './factor-rows.ts';
import { setting } from './settings.ts';

const bytes = z.instanceof(Uint8Array);

const passkeyItemSchema = z.object({
  sk: z.string(),
  credentialId: z.string(),
  publicKey: bytes,
  signatureCount: z.int().min(0),
  transports: z.array(z.string()),
  name: bytes,
  createdAt: z.string(),
  lastUsedAt: z.string().optional(),
});

/** A passkey as stored. Name and public key are sealed under the player's identity key, recorded under the passkey's id. */
export interface Passkey extends Omit<z.infer<typeof passkeyItemSchema>, 'sk'> {
  passkeyId: string;
}

/** The writes of passkeys, rows of table `credentials` under the player's id. */
export interface Passkeys {
  /** The write that keeps a new passkey. */
  adding(playerId: string, passkey: Passkey): Write;
  /** The write that takes a passkey away; its condition fails when there is none. */
  removing(playerId: string, passkeyId: string): Write;
  /** The write that notes a use; its condition fails when the passkey was used or removed since it was read. */
  using(playerId: string, passkey: Passkey, used: { signatureCount: number; now: Date }): Write;
}

/** Opens the writes of passkeys. Needs `TABLE_CREDENTIALS`. */
export function openPasskeys(): Passkeys {
  return { adding, removing, using };
}

const prefix = 'factor#passkey#';
const placeOf = (playerId: string, passkeyId: string) => ({
  TableName: setting('TABLE_CREDENTIALS'),
  Key: { pk: playerId, sk: prefix + passkeyId },
});

/** The passkeys among the rows of a player's second factors, oldest first. */
export function passkeysOf(rows: readonly FactorRow[]): Passkey[] {
  return rows
    .filter(({ sk }) => sk.startsWith(prefix))
    .map((row) => {
      const { sk, ...passkey } = passkeyItemSchema.parse(row);
      return { ...passkey, passkeyId: sk.slice(prefix.length) };
    })
    .sort((one, other) => one.createdAt.localeCompare(other.createdAt));
}

function adding(playerId: string, { passkeyId, ...passkey }: Passkey): Write {
  const { TableName, Key } = placeOf(playerId, passkeyId);
  return {
    Put: {
      TableName,
      Item: { ...Key, schemaVersion: 1, ...passkey },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

function removing(playerId: string, passkeyId: string): Write {
  return { Delete: { ...placeOf(playerId, passkeyId), ConditionExpression: 'attribute_exists(pk)' } };
}

function using(
  playerId: string,
  passkey: Passkey,
  { signatureCount, now }: { signatureCount: number; now: Date },
): Write {
  return {
    Update: {
      ...placeOf(playerId, passkey.passkeyId),
      UpdateExpression: 'SET signatureCount = :count, lastUsedAt = :now',
      ConditionExpression: 'signatureCount = :seen',
      ExpressionAttributeValues: {
        ':count': signatureCount,
        ':seen': passkey.signatureCount,
        ':now': now.toISOString(),
      },
    },
  };
}
