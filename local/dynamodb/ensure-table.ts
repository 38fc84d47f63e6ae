import type { Members } from '../json-members.ts';
import { makeTable } from './make-table.ts';
import type { Parts } from './parts.ts';
import { invalid } from './refusals.ts';
import { keyNamesOf, type KeySchema, type Table } from './table.ts';

function sameKeys(left: KeySchema & Pick<Table, 'keyTypes'>, right: KeySchema & Pick<Table, 'keyTypes'>): boolean {
  const describe = (table: typeof left) =>
    keyNamesOf(table)
      .map((name) => `${name}:${table.keyTypes[name]}`)
      .join(' ');
  return describe(left) === describe(right);
}

/** The wanted table with what an existing one keeps: identity, age and the name of a stream that stays. */
function carryOver(existing: Table, wanted: Table): Table {
  const { stream, recovery } = existing;
  return {
    ...wanted,
    id: existing.id,
    createdAtSeconds: existing.createdAtSeconds,
    ...(wanted.stream && stream?.view === wanted.stream.view && { stream }),
    ...(recovery && { recovery }),
  };
}

/**
 * Creates a table from a CreateTable input or, when it exists, brings its indexes, stream and time to live up to date,
 * so that a cloud restarted on its old data follows a changed template. Throws ValidationException when the keys of the
 * table itself changed: CloudFormation would replace the table, which nobody wants by accident.
 */
export function ensureTable(parts: Parts, definition: Members, timeToLiveAttribute?: string): void {
  const made = makeTable(definition, { region: parts.region, nowMs: parts.clock.now() });
  const wanted = { ...made, ...(timeToLiveAttribute !== undefined && { timeToLiveAttribute }) };
  const existing = parts.tables.find(wanted.name);
  if (existing === undefined) {
    parts.tables.save(wanted);
    return;
  }
  if (!sameKeys(existing, wanted))
    throw invalid(`The keys of table ${wanted.name} cannot change; begin with fresh data`);
  const table = carryOver(existing, wanted);
  if (JSON.stringify(table) === JSON.stringify(existing)) return;
  parts.storage.transaction(() => {
    parts.items.reindex(table);
    parts.tables.save(table);
  });
}
