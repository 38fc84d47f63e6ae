import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { newSecret } from './ids.ts';
import { deviceKindSchema } from './session-rows.ts';
import { setting } from './settings.ts';

const challengeItemSchema = z.object({
  playerId: z.string(),
  /** Of the credential when the password was right: a challenge dies with any change of it. */
  credentialVersion: z.int(),
  /** As the client declared it. */
  deviceKind: deviceKindSchema.optional(),
  transport: z.enum(['bearer', 'cookie']),
  endsAtSeconds: z.number(),
});

/** A login whose password was right and whose second factor is awaited. Ids and states only. */
export type LoginChallenge = z.infer<typeof challengeItemSchema>;

/** How long a challenge waits, and how often it may be tried. */
const challengeSeconds = 5 * 60;
const triesMax = 5;

/** Logins between the password and the second factor. */
export interface LoginChallenges {
  /** Mints a challenge of 256 bits that lives 5 minutes, and the write that keeps its hash. */
  mint(login: Omit<LoginChallenge, 'endsAtSeconds'>, now: Date): { challenge: string; endsAt: Date; write: Write };
  /** What a challenge stands for now, without counting a try: for what a method prepares before its proof. */
  find(challenge: string, now: Date): Promise<LoginChallenge | undefined>;
  /** The same, counting one of five tries before anything is checked; undefined when none is left. */
  attempt(challenge: string, now: Date): Promise<LoginChallenge | undefined>;
  /** The write that uses a challenge up; its condition fails on the second use. */
  consuming(challenge: string): Write;
}

/** Opens the challenges. Needs `TABLE_LIMITS`. */
export function openLoginChallenges(): LoginChallenges {
  return { mint, find, attempt, consuming };
}

const keyOf = (challenge: string) => ({
  pk: `login-challenge#${createHash('sha256').update(challenge).digest('base64url')}`,
  sk: 'challenge',
});

function mint(login: Omit<LoginChallenge, 'endsAtSeconds'>, now: Date) {
  const challenge = newSecret();
  const endsAtSeconds = Math.floor(now.getTime() / 1000) + challengeSeconds;
  const ends = { endsAtSeconds, expiresAtSeconds: endsAtSeconds };
  const Item = { ...keyOf(challenge), schemaVersion: 1, ...login, tries: 0, ...ends };
  const write: Write = {
    Put: { TableName: setting('TABLE_LIMITS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  };
  return { challenge, endsAt: new Date(endsAtSeconds * 1000), write };
}

function alive(item: unknown, now: Date): LoginChallenge | undefined {
  const found = challengeItemSchema.optional().parse(item);
  return found !== undefined && found.endsAtSeconds * 1000 > now.getTime() ? found : undefined;
}

async function find(challenge: string, now: Date): Promise<LoginChallenge | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_LIMITS'), Key: keyOf(challenge), ConsistentRead: true }),
  );
  return alive(Item, now);
}

async function attempt(challenge: string, now: Date): Promise<LoginChallenge | undefined> {
  try {
    const { Attributes } = await documentClient().send(
      new UpdateCommand({
        TableName: setting('TABLE_LIMITS'),
        Key: keyOf(challenge),
        UpdateExpression: 'SET tries = tries + :one',
        ConditionExpression: 'tries < :max',
        ExpressionAttributeValues: { ':one': 1, ':max': triesMax },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return alive(Attributes, now);
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined;
    throw error;
  }
}

function consuming(challenge: string): Write {
  return {
    Delete: {
      TableName: setting('TABLE_LIMITS'),
      Key: keyOf(challenge),
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}
