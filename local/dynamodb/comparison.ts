import { membersOfSet, typeNameOf, type AttributeValue, type Item } from './attribute-value.ts';
import { compareNumbers } from './numbers.ts';

/** The bytes by which strings (UTF-8) and binaries are ordered. */
export function bytesOf(value: { S: string } | { B: string }): Buffer {
  return 'S' in value ? Buffer.from(value.S, 'utf8') : Buffer.from(value.B, 'base64');
}

function equalItems(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equalValues(left[name], right[name]))
  );
}

function equalLists(left: AttributeValue[], right: AttributeValue[]): boolean {
  return left.length === right.length && left.every((entry, index) => equalValues(entry, right[index]));
}

function equalSets(left: string[], right: string[] | undefined): boolean {
  const members = new Set(right);
  return left.length === members.size && left.every((member) => members.has(member));
}

function contentOfScalar(value: AttributeValue): string | boolean | undefined {
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  if ('B' in value) return value.B;
  return 'BOOL' in value ? value.BOOL : undefined;
}

/**
 * Deep equality of same-typed values; a missing value equals nothing, not even another missing one. Numbers and binaries
 * are in their normal form here, so that equal text is equal content.
 */
export function equalValues(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined || typeNameOf(left) !== typeNameOf(right)) return false;
  if ('M' in left && 'M' in right) return equalItems(left.M, right.M);
  if ('L' in left && 'L' in right) return equalLists(left.L, right.L);
  const members = membersOfSet(left);
  return members === undefined
    ? contentOfScalar(left) === contentOfScalar(right)
    : equalSets(members, membersOfSet(right));
}

/** Orders numbers, strings and binaries; undefined where the two have no order (other or different types). */
export function compareValues(left: AttributeValue | undefined, right: AttributeValue | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if ('S' in left && 'S' in right) return Buffer.compare(bytesOf(left), bytesOf(right));
  if ('B' in left && 'B' in right) return Buffer.compare(bytesOf(left), bytesOf(right));
  return undefined;
}
