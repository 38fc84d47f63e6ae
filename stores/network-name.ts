import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { networkOf } from '#domain/session/network.ts';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

const saltItemSchema = z.object({ salt: z.string() });

/** The salt of the day that this process saw last. */
let known: { day: string; salt: string } | undefined;

/**
 * Names the network of an address for one day (UTC), so that it can be counted without being kept: SHA-256 of network,
 * day and a random salt of the day that lies in `limits` and goes with its counters. An index by a KMS key would cost a
 * call on every request; a key in the settings would be a secret to rotate; and without the salt, which is gone after two
 * days, nobody can try out the 16 million networks of IPv4. Needs `TABLE_LIMITS` (GetItem, PutItem).
 */
export async function networkNameOf(address: string, now: Date): Promise<string> {
  const day = now.toISOString().slice(0, 10);
  if (known?.day !== day) known = { day, salt: await saltOf(day, now) };
  return createHash('sha256')
    .update(`${known.salt}|${day}|${networkOf(address)}`)
    .digest('base64url');
}

/** Reads the day's salt; whoever comes first makes it, and of two firsts the loser reads the winner's. */
async function saltOf(day: string, now: Date): Promise<string> {
  const TableName = setting('TABLE_LIMITS');
  const Key = { pk: `network-salt#${day}`, sk: 'salt' };
  const read = async () => {
    const { Item } = await documentClient().send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return saltItemSchema.optional().parse(Item)?.salt;
  };
  const found = await read();
  if (found !== undefined) return found;
  const salt = randomBytes(32).toString('base64url');
  const Item = { ...Key, schemaVersion: 1, salt, expiresAtSeconds: Math.floor(now.getTime() / 1000) + 2 * 86_400 };
  try {
    await documentClient().send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return salt;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
  const won = await read();
  if (won === undefined) throw new Error('The salt of the day is gone');
  return won;
}
