import { readMembers, readText, readWhole, type Members } from '../json-members.ts';
import { parseItem, type Item } from './attribute-value.ts';
import type { Expressions } from './expression/compile.ts';
import { holds } from './expression/evaluate-condition.ts';
import { project } from './expression/project.ts';
import { sizeOfItem } from './item-size.ts';
import { locateInIndex, locateItem, pickKeys } from './keys.ts';
import type { Parts } from './parts.ts';
import { invalid } from './refusals.ts';
import { narrowTo, type SearchTarget } from './search-target.ts';

/** Which stretch of the target is read, in which direction. */
export interface Search {
  target: SearchTarget;
  expressions: Expressions;
  clauses: string[];
  values: (string | Uint8Array)[];
  backward: boolean;
}

/** A page ends once it has read this much, before any filter. */
const pageBytesMax = 1024 * 1024;

function readLimit(input: Members): number {
  const limit = readWhole(input, 'Limit') ?? Infinity;
  if (limit >= 1) return limit;
  throw invalid(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}

/** Columns that order the target and name a place in it. */
function orderColumns({ index }: SearchTarget): string[] {
  return index === undefined ? ['hash', 'range'] : ['index_hash', 'index_range', 'hash', 'range'];
}

/** Where a page continues: the place of ExclusiveStartKey, one value for each order column. */
function readStart({ table, index }: SearchTarget, input: Members): Uint8Array[] | undefined {
  const given = readMembers(input, 'ExclusiveStartKey');
  if (given === undefined) return undefined;
  const key = parseItem(given);
  const place = locateItem(table, pickKeys([table], key));
  const expected = Object.keys(pickKeys(index ? [table, index] : [table], key)).length;
  const listed = index && locateInIndex(table, index, key);
  if (Object.keys(key).length !== expected || (index && listed === undefined)) {
    throw invalid('The provided starting key is invalid');
  }
  return [...(listed ? [listed.hash, listed.range] : []), place.hash, place.range];
}

function refuseForeignStart(search: Search, start: Uint8Array[] | undefined): void {
  const position = search.clauses.indexOf(`${search.target.hashColumn} = ?`);
  const [hash, startHash] = [search.values[position], start?.[0]];
  if (!(hash instanceof Uint8Array) || startHash === undefined || Buffer.compare(hash, startHash) === 0) return;
  throw invalid('The provided starting key is outside query boundaries based on provided conditions');
}

function openRows(parts: Parts, search: Search, start: Uint8Array[] | undefined) {
  const { table, index } = search.target;
  const columns = orderColumns(search.target);
  const clauses = ['table_name = ?', ...(index ? ['index_name = ?'] : []), ...search.clauses];
  const values = [table.name, ...(index ? [index.name] : []), ...search.values, ...(start ?? [])];
  if (start !== undefined) {
    clauses.push(`(${columns.join(', ')}) ${search.backward ? '<' : '>'} (${columns.map(() => '?').join(', ')})`);
  }
  const source = index === undefined ? 'items' : 'index_entries JOIN items USING (table_name, hash, range)';
  const order = columns.map((column) => (search.backward ? `${column} DESC` : column)).join(', ');
  return parts.storage
    .statement(`SELECT body FROM ${source} WHERE ${clauses.join(' AND ')} ORDER BY ${order}`)
    .iterate(...values);
}

interface Page {
  items: Item[];
  scannedCount: number;
  /** The last item read when there may be more after it. */
  last: Item | undefined;
}

function readPage(rows: Iterable<Record<string, unknown>>, search: Search, limit: number): Page {
  const narrow = narrowTo(search.target);
  const { filter } = search.expressions;
  const page: Page = { items: [], scannedCount: 0, last: undefined };
  let [bytes, last]: [number, Item | undefined] = [0, undefined];
  for (const row of rows) {
    if (bytes >= pageBytesMax) return { ...page, last };
    const whole: Item = JSON.parse(String(row['body']));
    const item = narrow(whole);
    last = whole;
    page.scannedCount += 1;
    bytes += sizeOfItem(item);
    if (filter === undefined || holds(filter, item)) page.items.push(item);
    // DynamoDB stops at the limit without looking whether anything follows.
    if (page.scannedCount === limit) return { ...page, last };
  }
  return page;
}

/** Reads one page of a Query or Scan and answers it. Throws ValidationException. */
export function searchPage(parts: Parts, search: Search, input: Members): Record<string, unknown> {
  const { target, expressions } = search;
  const limit = readLimit(input);
  const start = readStart(target, input);
  refuseForeignStart(search, start);
  const page = readPage(openRows(parts, search, start), search, limit);
  const { projection } = expressions;
  const items = projection ? page.items.map((item) => project(item, projection)) : page.items;
  return {
    ...(readText(input, 'Select') !== 'COUNT' && { Items: items }),
    Count: items.length,
    ScannedCount: page.scannedCount,
    ...(page.last && { LastEvaluatedKey: pickKeys([target.table, target.schema], page.last) }),
  };
}
