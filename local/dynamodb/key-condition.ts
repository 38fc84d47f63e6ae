import type { Condition, Operand } from './expression/syntax.ts';
import { endOfPrefix } from './key-bytes.ts';
import { bytesOfKeyAttribute } from './keys.ts';
import { invalid, invalidParameter } from './refusals.ts';
import type { KeySchema, Table } from './table.ts';

/** A stretch of one partition: SQL clauses on the sort key's bytes, with their values. */
export interface KeyRange {
  hash: Buffer;
  clauses: string[];
  values: Buffer[];
}

/** What a key condition is about: the key names of the table or index, and its column of sort keys. */
export interface KeyTarget {
  table: Table;
  schema: KeySchema;
  rangeColumn: string;
}

function flatten(condition: Condition): Condition[] {
  return condition.kind === 'and' ? [...flatten(condition.left), ...flatten(condition.right)] : [condition];
}

function subjectOf(condition: Condition): Operand | undefined {
  if (condition.kind === 'compare') return condition.left;
  if (condition.kind === 'function') return condition.operands[0];
  return condition.kind === 'between' ? condition.operand : undefined;
}

function nameOf(condition: Condition): string | undefined {
  const subject = subjectOf(condition);
  return subject?.kind === 'path' && subject.path.length === 1 ? String(subject.path[0]) : undefined;
}

function unsupported() {
  return invalid('Query key condition not supported');
}

function bytesOfOperand(target: KeyTarget, role: 'hash' | 'range', operand: Operand | undefined): Buffer {
  if (operand?.kind !== 'value') throw unsupported();
  const name = (role === 'hash' ? target.schema.hashKey : target.schema.rangeKey) ?? '';
  return bytesOfKeyAttribute(
    target.table,
    { name, value: operand.value, role },
    () => `${invalidParameter}Condition parameter type does not match schema type`,
  );
}

function prefixRange(column: string, prefix: Buffer): Pick<KeyRange, 'clauses' | 'values'> {
  const end = endOfPrefix(prefix);
  if (end === undefined) return { clauses: [`${column} >= ?`], values: [prefix] };
  return { clauses: [`${column} >= ?`, `${column} < ?`], values: [prefix, end] };
}

function readRange(target: KeyTarget, condition: Condition | undefined): Pick<KeyRange, 'clauses' | 'values'> {
  if (condition === undefined) return { clauses: [], values: [] };
  const column = target.rangeColumn;
  const bytes = (operand: Operand | undefined) => bytesOfOperand(target, 'range', operand);
  if (condition.kind === 'compare' && condition.comparator !== '<>') {
    return { clauses: [`${column} ${condition.comparator} ?`], values: [bytes(condition.right)] };
  }
  if (condition.kind === 'between') {
    return { clauses: [`${column} BETWEEN ? AND ?`], values: [bytes(condition.low), bytes(condition.high)] };
  }
  if (condition.kind === 'function' && condition.name === 'begins_with') {
    return prefixRange(column, bytes(condition.operands[1]));
  }
  throw unsupported();
}

/**
 * Reads a key condition: equality on the partition key and at most one condition on the sort key. Throws
 * ValidationException on anything else.
 */
export function readKeyRange(target: KeyTarget, condition: Condition | undefined): KeyRange {
  if (condition === undefined) {
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  const { hashKey, rangeKey } = target.schema;
  const terms = flatten(condition);
  const [hashTerm, ...hashRepeats] = terms.filter((term) => nameOf(term) === hashKey);
  const rangeTerms = terms.filter((term) => rangeKey !== undefined && nameOf(term) === rangeKey);
  if (hashTerm === undefined) throw invalid(`Query condition missed key schema element: ${hashKey}`);
  if (terms.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
  if (hashRepeats.length > 0 || hashTerm.kind !== 'compare' || hashTerm.comparator !== '=') throw unsupported();
  if (terms.length !== 1 + rangeTerms.length) {
    throw invalid(`Query condition missed key schema element: ${rangeKey ?? hashKey}`);
  }
  return { hash: bytesOfOperand(target, 'hash', hashTerm.right), ...readRange(target, rangeTerms[0]) };
}
