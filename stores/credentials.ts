import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import type { Read } from './reads.ts';
import { setting } from './settings.ts';

const credentialItemSchema = z.object({
  passwordHash: z.string(),
  version: z.int().positive(),
  lastLoginAt: z.string().optional(),
});

/** A player's password as stored. */
export interface Credential {
  /** argon2id as a PHC string. */
  passwordHash: string;
  /** Rises with every change of the password or of a second factor, so that a login decided before it loses. */
  version: number;
  /** The latest moment at which a login by this password began. */
  lastLoginAt?: string | undefined;
}

/** Password hashes, in a table of their own: no role that touches identity documents reads it. */
export interface Credentials {
  /** The password of a player, by a consistent read, or undefined. */
  find(playerId: string): Promise<Credential | undefined>;
  /** The same, as a read that travels with others. */
  finding(playerId: string): Read<Credential | undefined>;
  /** The write that keeps the first password of a new account. */
  keeping(playerId: string, passwordHash: string): Write;
  /**
   * The write that replaces a hash. Its condition fails when password or factors have changed since they were read, or when
   * somebody logged in: whoever ends sessions with it knows them all (`afterLogins`).
   */
  replacing(playerId: string, seen: Credential, to: { passwordHash: string; lastLoginAt?: string | undefined }): Write;
  /** The write that goes with a change of factors or of the address; its condition is the one of `replacing`. */
  factorsChanging(playerId: string, seen: Credential): Write;
  /** The write that goes with a login; its condition fails when password or factors have changed since they were read. */
  loggingIn(playerId: string, seen: Credential, now: Date): Write;
  /** The write that forgets the password of a closed account. */
  forgetting(playerId: string): Write;
}

/**
 * From when sessions must count so that every login by a credential ends: a login may have begun after the command that
 * ends it and been faster.
 */
export function afterLogins({ lastLoginAt }: Pick<Credential, 'lastLoginAt'>, now: Date): Date {
  return lastLoginAt === undefined ? now : new Date(Math.max(now.getTime(), Date.parse(lastLoginAt) + 1));
}

/** The latest login once another one begins now. */
export const latestLogin = ({ lastLoginAt = '' }: Pick<Credential, 'lastLoginAt'>, now: Date): string =>
  lastLoginAt > now.toISOString() ? lastLoginAt : now.toISOString();

/** Opens the credential store. Needs `TABLE_CREDENTIALS`. */
export function openCredentials(): Credentials {
  return { find, finding, keeping, replacing, factorsChanging, loggingIn, forgetting };
}

const keyOf = (playerId: string) => ({ pk: playerId, sk: 'password' });

async function find(playerId: string): Promise<Credential | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId), ConsistentRead: true }),
  );
  return credentialItemSchema.optional().parse(Item);
}

const finding = (playerId: string): Read<Credential | undefined> => ({
  places: [{ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) }],
  from: ([item]) => (item === undefined ? undefined : credentialItemSchema.parse(item)),
});

function keeping(playerId: string, passwordHash: string): Write {
  return {
    Put: {
      TableName: setting('TABLE_CREDENTIALS'),
      Item: { ...keyOf(playerId), schemaVersion: 2, passwordHash, version: 1 },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

type Update = NonNullable<Write['Update']>;

function changing(playerId: string, seen: Credential, set: Record<string, string | number | undefined>): Write {
  const { version, lastLoginAt } = seen;
  const assigned = Object.entries({ version: version + 1, ...set }).filter(([, value]) => value !== undefined);
  const update: Update = {
    TableName: setting('TABLE_CREDENTIALS'),
    Key: keyOf(playerId),
    UpdateExpression: `SET ${assigned.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: `#version = :seen AND ${lastLoginAt === undefined ? 'attribute_not_exists(#lastLoginAt)' : '#lastLoginAt = :seenLogin'}`,
    ExpressionAttributeNames: {
      '#lastLoginAt': 'lastLoginAt',
      ...Object.fromEntries(assigned.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ':seen': version,
      ...(lastLoginAt === undefined ? {} : { ':seenLogin': lastLoginAt }),
      ...Object.fromEntries(assigned.map(([name, value]) => [`:${name}`, value])),
    },
  };
  return { Update: update };
}

const replacing = (
  playerId: string,
  seen: Credential,
  to: { passwordHash: string; lastLoginAt?: string | undefined },
): Write => changing(playerId, seen, { ...to });

const factorsChanging = (playerId: string, seen: Credential): Write => changing(playerId, seen, {});

/** The moment never goes back: what began before the latest login leaves it as it is. */
function loggingIn(playerId: string, { version, lastLoginAt = '' }: Credential, now: Date): Write {
  const at = now.toISOString();
  const isLatest = at >= lastLoginAt;
  const update: Update = {
    TableName: setting('TABLE_CREDENTIALS'),
    Key: keyOf(playerId),
    UpdateExpression: isLatest ? 'SET lastLoginAt = :at' : 'SET #version = :seen',
    ConditionExpression: isLatest
      ? '#version = :seen AND (attribute_not_exists(lastLoginAt) OR lastLoginAt <= :at)'
      : '#version = :seen',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':seen': version, ...(isLatest ? { ':at': at } : {}) },
  };
  return { Update: update };
}

function forgetting(playerId: string): Write {
  return { Delete: { TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) } };
}
