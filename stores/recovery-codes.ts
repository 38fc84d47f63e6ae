import { createHash, randomBytes } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** How many codes a player gets at once. */
export const recoveryCodesCount = 10;
/** 80 bits: nobody guesses that through attempt limits, nor from a SHA-256 hash (NIST SP 800-63B-4, 3.1.2). */
const codeBytes = 10;
/** Lower-case Crockford base 32, without letters that are mistaken for digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const groupLength = 4;

const codesItemSchema = z.object({ codes: z.record(z.string(), z.literal(true)), changedAt: z.string() });

/** The codes that a player still has: how many, and when they were made. */
export interface RecoveryCodesLeft {
  count: number;
  changedAt: string;
}

const keyOf = (playerId: string) => ({ pk: playerId, sk: 'factor#recovery-code' });
const row = (playerId: string) => ({ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) });

/** 16 characters in groups of four, of 5 bits each. */
function newCode(): string {
  const bits = [...randomBytes(codeBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2)));
  return (letters.join('').match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}

/** What people write differently is one code: case, spaces and hyphens do not count. */
const hashOf = (code: string) =>
  createHash('sha256').update(code.toLowerCase().replaceAll(/[\s-]/g, '')).digest('base64url');

/** Makes ten new codes, shown once, and the write that lets them replace all earlier ones. Needs `TABLE_CREDENTIALS`. */
export function renewingRecoveryCodes(playerId: string, now: Date): { codes: string[]; write: Write } {
  const codes = Array.from({ length: recoveryCodesCount }, newCode);
  const hashes = Object.fromEntries(codes.map((code) => [hashOf(code), true]));
  const Item = { ...keyOf(playerId), schemaVersion: 1, codes: hashes, changedAt: now.toISOString() };
  return { codes, write: { Put: { TableName: setting('TABLE_CREDENTIALS'), Item } } };
}

/** Reads consistently how many codes are left; undefined where none were ever made. Needs `TABLE_CREDENTIALS`. */
export async function findRecoveryCodes(playerId: string): Promise<RecoveryCodesLeft | undefined> {
  const { Item } = await documentClient().send(new GetCommand({ ...row(playerId), ConsistentRead: true }));
  const found = codesItemSchema.optional().parse(Item);
  return found && { count: Object.keys(found.codes).length, changedAt: found.changedAt };
}

/** The writes that use up a code; undefined when it is none of those left. Of two uses at once only one commits. */
export async function checkRecoveryCode(playerId: string, code: string): Promise<readonly Write[] | undefined> {
  const { Item } = await documentClient().send(new GetCommand({ ...row(playerId), ConsistentRead: true }));
  const hash = hashOf(code);
  if (codesItemSchema.optional().parse(Item)?.codes[hash] === undefined) return;
  return [
    {
      Update: {
        ...row(playerId),
        UpdateExpression: 'REMOVE codes.#hash',
        ConditionExpression: 'attribute_exists(codes.#hash)',
        ExpressionAttributeNames: { '#hash': hash },
      },
    },
  ];
}

/** The write that forgets all codes, used or not. */
export function forgettingRecoveryCodes(playerId: string): Write {
  return { Delete: row(playerId) };
}
