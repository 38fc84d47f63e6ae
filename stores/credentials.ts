import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const credentialItemSchema = z.object({ passwordHash: z.string() });

/** Password hashes, in a table of their own: no role that touches identity documents reads it. */
export interface Credentials {
  /** The argon2id hash of a player's password, or undefined. */
  passwordHashOf(playerId: string): Promise<string | undefined>;
  /** The write that keeps the first password of a new account. */
  keeping(playerId: string, passwordHash: string): Write;
  /** The write that replaces a hash while it is still the one that was read. */
  replacing(playerId: string, hashes: { from: string; to: string }): Write;
  /** The write that forgets the password of a closed account. */
  forgetting(playerId: string): Write;
}

/** Opens the credential store. Needs `TABLE_CREDENTIALS`. */
export function openCredentials(): Credentials {
  return {
    async passwordHashOf(playerId) {
      const Key = { pk: playerId, sk: 'password' };
      const { Item } = await documentClient().send(
        new GetCommand({ TableName: setting('TABLE_CREDENTIALS'), Key, ConsistentRead: true }),
      );
      return credentialItemSchema.optional().parse(Item)?.passwordHash;
    },
    keeping: (playerId, passwordHash) => ({
      Put: {
        TableName: setting('TABLE_CREDENTIALS'),
        Item: { pk: playerId, sk: 'password', schemaVersion: 1, passwordHash },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }),
    replacing: (playerId, { from, to }) => ({
      Update: {
        TableName: setting('TABLE_CREDENTIALS'),
        Key: { pk: playerId, sk: 'password' },
        UpdateExpression: 'SET passwordHash = :to',
        ConditionExpression: 'passwordHash = :from',
        ExpressionAttributeValues: { ':from': from, ':to': to },
      },
    }),
    forgetting: (playerId) => ({
      Delete: { TableName: setting('TABLE_CREDENTIALS'), Key: { pk: playerId, sk: 'password' } },
    }),
  };
}
