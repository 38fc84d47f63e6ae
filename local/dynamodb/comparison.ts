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

/** Sets compare without order; their numbers are already normalised. */
function equalSets(left: AttributeValue, right: AttributeValue): boolean {
  const members = new Set(membersOfSet(right));
  const others = membersOfSet(left) ?? [];
  return others.length === members.size && others.every((member) => members.has(member));
}

/** Deep equality of same-typed values; a missing value equals nothing, not even another missing one. */
export function equalValues(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined || typeNameOf(left) !== typeNameOf(right)) return false;
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N) === 0;
  if ('S' in left && 'S' in right) return left.S === right.S;
  if ('B' in left && 'B' in right) return left.B === right.B;
  if ('BOOL' in left && 'BOOL' in right) return left.BOOL === right.BOOL;
  if ('L' in left && 'L' in right) {
    return left.L.length === right.L.length && left.L.every((entry, index) => equalValues(entry, right.L[index]));
  }
  if ('M' in left && 'M' in right) return equalItems(left.M, right.M);
  return 'NULL' in left || equalSets(left, right);
}

/** Orders numbers, strings and binaries; undefined where the two have no order (other or different types). */
export function compareValues(left: AttributeValue | undefined, right: AttributeValue | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if ('S' in left && 'S' in right) return Buffer.compare(bytesOf(left), bytesOf(right));
  if ('B' in left && 'B' in right) return Buffer.compare(bytesOf(left), bytesOf(right));
  return undefined;
}
