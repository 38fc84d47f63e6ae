import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const credentialItemSchema = z.object({ passwordHash: z.string(), version: z.int().positive() });

/** A player's password as stored. */
export interface Credential {
  /** argon2id as a PHC string. */
  passwordHash: string;
  /** Rises with every change of the password or of a second factor, so that a login decided before it loses. */
  version: number;
}

/** Password hashes, in a table of their own: no role that touches identity documents reads it. */
export interface Credentials {
  /** The password of a player, by a consistent read, or undefined. */
  find(playerId: string): Promise<Credential | undefined>;
  /** The write that keeps the first password of a new account. */
  keeping(playerId: string, passwordHash: string): Write;
  /** The write that replaces a hash; its condition fails when password or factors have changed since they were read. */
  replacing(playerId: string, change: { version: number; to: string }): Write;
  /** The write that goes with a change of factors or of the address; its condition is the one of `replacing`. */
  factorsChanging(playerId: string, version: number): Write;
  /** The check that neither password nor factors have changed since they were read. */
  unchanged(playerId: string, version: number): Write;
  /** The write that forgets the password of a closed account. */
  forgetting(playerId: string): Write;
}

/** Opens the credential store. Needs `TABLE_CREDENTIALS`. */
export function openCredentials(): Credentials {
  return { find, keeping, replacing, factorsChanging, unchanged, forgetting };
}

const keyOf = (playerId: string) => ({ pk: playerId, sk: 'password' });

async function find(playerId: string): Promise<Credential | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId), ConsistentRead: true }),
  );
  return credentialItemSchema.optional().parse(Item);
}

function keeping(playerId: string, passwordHash: string): Write {
  return {
    Put: {
      TableName: setting('TABLE_CREDENTIALS'),
      Item: { ...keyOf(playerId), schemaVersion: 2, passwordHash, version: 1 },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

const asRead = (playerId: string) => ({
  TableName: setting('TABLE_CREDENTIALS'),
  Key: keyOf(playerId),
  ConditionExpression: '#version = :seen',
  ExpressionAttributeNames: { '#version': 'version' },
});

function replacing(playerId: string, { version, to }: { version: number; to: string }): Write {
  return {
    Update: {
      ...asRead(playerId),
      UpdateExpression: 'SET passwordHash = :to, #version = :next',
      ExpressionAttributeValues: { ':seen': version, ':next': version + 1, ':to': to },
    },
  };
}

function factorsChanging(playerId: string, version: number): Write {
  return {
    Update: {
      ...asRead(playerId),
      UpdateExpression: 'SET #version = :next',
      ExpressionAttributeValues: { ':seen': version, ':next': version + 1 },
    },
  };
}

function unchanged(playerId: string, version: number): Write {
  return { ConditionCheck: { ...asRead(playerId), ExpressionAttributeValues: { ':seen': version } } };
}

function forgetting(playerId: string): Write {
  return { Delete: { TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) } };
}
