import { resourceNotFound } from './refusals.ts';
import type { Storage } from './storage.ts';
import type { Table } from './table.ts';

/** The tables there are. */
export interface Tables {
  all(): Table[];
  find(name: string): Table | undefined;
  /** Throws ResourceNotFoundException. */
  require(name: string): Table;
  save(table: Table): void;
  remove(name: string): void;
}

/** Opens the registry of tables and loads what is stored. */
export function openTables(storage: Storage): Tables {
  const byName = new Map<string, Table>();
  for (const row of storage.statement('SELECT body FROM tables').all()) {
    const table: Table = JSON.parse(String(row['body']));
    byName.set(table.name, table);
  }
  return {
    all: () => [...byName.values()],
    find: (name) => byName.get(name),
    require(name) {
      const table = byName.get(name.replace(/^arn:aws:dynamodb:[^:]*:[^:]*:table\//, ''));
      if (table === undefined) throw resourceNotFound();
      return table;
    },
    save(table) {
      storage.statement('INSERT OR REPLACE INTO tables VALUES(?, ?)').run(table.name, JSON.stringify(table));
      byName.set(table.name, table);
    },
    remove(name) {
      storage.statement('DELETE FROM tables WHERE name = ?').run(name);
      byName.delete(name);
    },
  };
}
