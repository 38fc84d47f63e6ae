import { readFlag, readText, requireText, type Members } from '../json-members.ts';
import type { Item } from './attribute-value.ts';
import type { Expressions } from './expression/compile.ts';
import type { Parts } from './parts.ts';
import { invalid, invalidParameter } from './refusals.ts';
import { keyNamesOf, type GlobalIndex, type KeySchema, type Table } from './table.ts';

/** The table or index that a Query or Scan reads, with its columns of ordered key bytes. */
export interface SearchTarget {
  table: Table;
  index: GlobalIndex | undefined;
  schema: KeySchema;
  hashColumn: string;
  rangeColumn: string;
}

/** Reads which table or index is searched. Throws ValidationException or ResourceNotFoundException. */
export function readTarget(parts: Parts, input: Members): SearchTarget {
  const table = parts.tables.require(requireText(input, 'TableName'));
  const indexName = readText(input, 'IndexName');
  if (indexName === undefined) {
    return { table, index: undefined, schema: table, hashColumn: 'hash', rangeColumn: 'range' };
  }
  const index = table.indexes.find(({ name }) => name === indexName);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${indexName}`);
  if (readFlag(input, 'ConsistentRead')) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  return { table, index, schema: index, hashColumn: 'index_hash', rangeColumn: 'index_range' };
}

/** Names of the attributes that the target holds; undefined for all. */
function projectedNames({ table, index }: SearchTarget): Set<string> | undefined {
  if (index?.projected === undefined) return undefined;
  return new Set([...keyNamesOf(index), ...keyNamesOf(table), ...index.projected]);
}

/** Builds the function that reduces an item to what the target holds. */
export function narrowTo(target: SearchTarget): (item: Item) => Item {
  const names = projectedNames(target);
  if (names === undefined) return (item) => item;
  return (item) => Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** Refuses to answer from an index what the index does not hold. */
export function refuseUnprojected(target: SearchTarget, input: Members, { projection }: Expressions): void {
  const names = projectedNames(target);
  if (names === undefined || target.index === undefined) return;
  if (readText(input, 'Select') === 'ALL_ATTRIBUTES') {
    throw invalid(
      `${invalidParameter}Select type ALL_ATTRIBUTES is not supported for global secondary index ${target.index.name} because its projection type is not ALL`,
    );
  }
  const missing = (projection ?? []).map((path) => String(path[0])).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw invalid(
    `${invalidParameter}Global secondary index ${target.index.name} does not project [${missing.join(', ')}]`,
  );
}
