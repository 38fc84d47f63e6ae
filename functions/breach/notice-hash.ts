import { createHash } from 'node:crypto';
import { listLine, type AffectedPerson } from '#domain/breach/affected-person.ts';
import type { Breach } from '#domain/breach/breach.ts';
import { approvableText } from '#domain/breach/notice-text.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** What approvals are bound to (FIPS 180-4, hex); undefined while the list is being built. */
export function noticeHashOf(breach: Breach): string | undefined {
  const text = approvableText(breach);
  return text === undefined ? undefined : sha256(text);
}

/** The hash of a list of nobody: where every chain begins. */
export const emptyListHash: string = sha256('');

/**
 * Chains the hash of a list on over its next rows, which come in the order of player ids: each link covers the hash so
 * far and one row, so that a job can stop after any page.
 */
export function chainListHash(soFar: string, people: readonly AffectedPerson[]): string {
  return people.reduce((hash, person) => sha256(`${hash}\n${listLine(person)}`), soFar);
}
