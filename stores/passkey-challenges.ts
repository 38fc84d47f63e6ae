import { createHash } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { passkeyChallengeSeconds } from '#domain/session/passkey.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { newSecret } from './ids.ts';
import { setting } from './settings.ts';

const challengeItemSchema = z.object({ challengeHash: z.string(), endsAtSeconds: z.number() });

/** Whom a challenge is for, and the one occasion that its answer serves on (`factorOccasion`). */
export interface ChallengePlace {
  playerId: string;
  occasion: string;
}

/** A challenge that waits for its answer. */
export interface WaitingChallenge {
  /** Whether an answer repeats it. */
  isRepeatedBy(challenge: string): boolean;
  /** The write that uses it up; its condition fails on the second use, and when another took its place. */
  using: Write;
}

/** Challenges for passkeys: 256 bits, single use, five minutes, of each only the SHA-256. */
export interface PasskeyChallenges {
  /** Makes a challenge (base64url) and keeps it in the place of the one before. */
  ask(place: ChallengePlace, now: Date): Promise<string>;
  /** The challenge that waits at a place; undefined where there is none or its time has passed. */
  find(place: ChallengePlace, now: Date): Promise<WaitingChallenge | undefined>;
}

/** Opens the challenges. Needs `TABLE_LIMITS`. */
export function openPasskeyChallenges(): PasskeyChallenges {
  return { ask, find };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');

/** A player has one challenge per occasion at most: nobody can push away that of another login. */
const keyOf = ({ playerId, occasion }: ChallengePlace) => ({
  pk: `passkey-challenge#${hashOf([playerId, occasion].join('#'))}`,
  sk: 'challenge',
});

async function ask(place: ChallengePlace, now: Date): Promise<string> {
  const challenge = newSecret();
  const endsAtSeconds = Math.floor(now.getTime() / 1000) + passkeyChallengeSeconds;
  const ends = { endsAtSeconds, expiresAtSeconds: endsAtSeconds };
  const Item = { ...keyOf(place), schemaVersion: 1, challengeHash: hashOf(challenge), ...ends };
  await documentClient().send(new PutCommand({ TableName: setting('TABLE_LIMITS'), Item }));
  return challenge;
}

async function find(place: ChallengePlace, now: Date): Promise<WaitingChallenge | undefined> {
  const row = { TableName: setting('TABLE_LIMITS'), Key: keyOf(place) };
  const { Item } = await documentClient().send(new GetCommand({ ...row, ConsistentRead: true }));
  const found = challengeItemSchema.optional().parse(Item);
  if (found === undefined || found.endsAtSeconds * 1000 <= now.getTime()) return undefined;
  const { challengeHash } = found;
  return {
    isRepeatedBy: (challenge) => hashOf(challenge) === challengeHash,
    using: {
      Delete: {
        ...row,
        ConditionExpression: 'challengeHash = :hash',
        ExpressionAttributeValues: { ':hash': challengeHash },
      },
    },
  };
}
