import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { BlindIndexName } from './blind-index.ts';
import type { Write } from './commitment.ts';
import type { Read } from './reads.ts';
import { setting } from './settings.ts';

const lookupItemSchema = z.object({ playerId: z.string() });

/** Blind indexes as items: they find an account by a value that is stored nowhere in the clear. */
export interface Lookups {
  /** The player whose value has this index, by a consistent read. */
  find(name: BlindIndexName, indexValue: string): Promise<string | undefined>;
  /** The same, as a read that travels with others. */
  finding(name: BlindIndexName, indexValue: string): Read<string | undefined>;
  /** The write that claims a value for one account; its condition fails when another account has it. */
  claiming(name: BlindIndexName, indexValue: string, playerId: string): Write;
  /** The write that notes a value that several accounts may share. */
  noting(name: BlindIndexName, indexValue: string, playerId: string): Write;
  /** The write that gives a value free again; `sk` is `player` for a claimed value, the player's id for a noted one. */
  releasing(name: BlindIndexName, indexValue: string, sk: string): Write;
}

/** Opens the look-ups. Needs `TABLE_LOOKUPS`. */
export function openLookups(): Lookups {
  return {
    async find(name, indexValue) {
      const Key = { pk: `${name}#${indexValue}`, sk: 'player' };
      const { Item } = await documentClient().send(
        new GetCommand({ TableName: setting('TABLE_LOOKUPS'), Key, ConsistentRead: true }),
      );
      return lookupItemSchema.optional().parse(Item)?.playerId;
    },
    finding: (name, indexValue) => ({
      places: [{ TableName: setting('TABLE_LOOKUPS'), Key: { pk: `${name}#${indexValue}`, sk: 'player' } }],
      from: ([item]) => (item === undefined ? undefined : lookupItemSchema.parse(item).playerId),
    }),
    claiming: (name, indexValue, playerId) => ({
      Put: {
        TableName: setting('TABLE_LOOKUPS'),
        Item: { pk: `${name}#${indexValue}`, sk: 'player', schemaVersion: 1, playerId },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }),
    noting: (name, indexValue, playerId) => ({
      Put: {
        TableName: setting('TABLE_LOOKUPS'),
        Item: { pk: `${name}#${indexValue}`, sk: playerId, schemaVersion: 1, playerId },
      },
    }),
    releasing: (name, indexValue, sk) => ({
      Delete: { TableName: setting('TABLE_LOOKUPS'), Key: { pk: `${name}#${indexValue}`, sk } },
    }),
  };
}
