import { createHash, randomBytes } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import type { FactorChecker } from './factor-checker.ts';
import type { FactorRow } from './factor-rows.ts';
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

/** Sort key of the recovery codes of a player. */
export const recoveryCodesRow = 'factor#recovery-code';

const keyOf = (playerId: string) => ({ pk: playerId, sk: recoveryCodesRow });
const row = (playerId: string) => ({ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) });

/** 16 characters in groups of four, of 5 bits each. */
function newCode(): string {
  const bits = [...randomBytes(codeBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2)));
  return (letters.join('').match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}

/** What people write differently is one code: case, spaces, hyphens, and letters that are taken for digits. */
const asMade = (typed: string) =>
  typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll(/[il]/g, '1').replaceAll('o', '0');

const hashOf = (code: string) => createHash('sha256').update(asMade(code)).digest('base64url');

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

/** Whether a recovery code is left. */
export const hasRecoveryCodes = (rows: readonly FactorRow[]): boolean => Object.keys(codesIn(rows)).length > 0;

/** A recovery code as a second factor. Of two uses at once only one commits. */
export const recoveryCodesFactor: FactorChecker = {
  async check({ playerId, rows, proof }) {
    if (proof.method !== 'recovery-code') return;
    const hash = hashOf(proof.code);
    return codesIn(rows)[hash] === undefined ? undefined : [using(playerId, hash)];
  },
};

function codesIn(rows: readonly FactorRow[]): Readonly<Record<string, true>> {
  const found = rows.find(({ sk }) => sk === recoveryCodesRow);
  return found === undefined ? {} : codesItemSchema.parse(found).codes;
}

const using = (playerId: string, hash: string): Write => ({
  Update: {
    ...row(playerId),
    UpdateExpression: 'REMOVE codes.#hash',
    ConditionExpression: 'attribute_exists(codes.#hash)',
    ExpressionAttributeNames: { '#hash': hash },
  },
});

/** The write that forgets all codes, used or not. */
export function forgettingRecoveryCodes(playerId: string): Write {
  return { Delete: row(playerId) };
}
