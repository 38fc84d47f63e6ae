import { createHash, randomBytes } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { passkeyChallengeSeconds } from '#domain/session/passkey.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const challengeItemSchema = z.object({ challengeHash: z.string(), endsAtSeconds: z.number() });

/** What a challenge is for. */
export type ChallengePurpose = 'registration' | 'use';

/** Whose challenge it is. */
export interface ChallengeOwner {
  playerId: string;
  purpose: ChallengePurpose;
  /** What asked: a session or a login that waits for its second step. Each has one challenge at most, the last. */
  ownerKey: string;
}

/** A challenge that came back. */
export interface ReturnedChallenge {
  playerId: string;
  purpose: ChallengePurpose;
  /** As the authenticator signed it, base64url. */
  challenge: string;
}

/** Challenges for passkeys: single use, five minutes, of each only the SHA-256. */
export interface PasskeyChallenges {
  /** Makes a challenge (base64url) and keeps it in place of the one before. */
  ask(owner: ChallengeOwner, now: Date): Promise<string>;
  /** The write that uses a challenge up; its condition fails when it was used. Undefined for one that is not waiting. */
  using(returned: ReturnedChallenge, now: Date): Promise<Write | undefined>;
}

/** Opens the challenges. Needs `TABLE_CREDENTIALS`. */
export function openPasskeyChallenges(): PasskeyChallenges {
  return { ask, using };
}

/** The first bytes of a challenge say which owner's it is, so that one read finds its row; the others are random. */
const tagBytes = 16;
const randomPartBytes = 32;

const hashOf = (challenge: string) => createHash('sha256').update(challenge).digest('base64url');
const tagOf = (ownerKey: string) => createHash('sha256').update(ownerKey).digest().subarray(0, tagBytes);

/** A player registers one passkey at a time; uses may wait beside each other, or a stranger could push the owner's away. */
const keyOf = (playerId: string, purpose: ChallengePurpose, tag: Buffer) => ({
  pk: playerId,
  sk: purpose === 'registration' ? 'challenge#passkey-registration' : `challenge#passkey-use#${tag.toString('hex')}`,
});

async function ask({ playerId, purpose, ownerKey }: ChallengeOwner, now: Date): Promise<string> {
  const tag = tagOf(ownerKey);
  const challenge = Buffer.concat([tag, randomBytes(randomPartBytes)]).toString('base64url');
  const endsAtSeconds = Math.floor(now.getTime() / 1000) + passkeyChallengeSeconds;
  const Item = {
    ...keyOf(playerId, purpose, tag),
    schemaVersion: 1,
    challengeHash: hashOf(challenge),
    endsAtSeconds,
    expiresAtSeconds: endsAtSeconds,
  };
  await documentClient().send(new PutCommand({ TableName: setting('TABLE_CREDENTIALS'), Item }));
  return challenge;
}

async function using({ playerId, purpose, challenge }: ReturnedChallenge, now: Date): Promise<Write | undefined> {
  const given = Buffer.from(challenge, 'base64url');
  if (given.length !== tagBytes + randomPartBytes) return undefined;
  const TableName = setting('TABLE_CREDENTIALS');
  const Key = keyOf(playerId, purpose, given.subarray(0, tagBytes));
  const { Item } = await documentClient().send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  const stored = challengeItemSchema.optional().parse(Item);
  const challengeHash = hashOf(challenge);
  if (stored?.challengeHash !== challengeHash || stored.endsAtSeconds * 1000 <= now.getTime()) return undefined;
  return {
    Delete: {
      TableName,
      Key,
      ConditionExpression: 'challengeHash = :hash',
      ExpressionAttributeValues: { ':hash': challengeHash },
    },
  };
}
