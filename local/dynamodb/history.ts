import type { Clock } from '../clock.ts';
import type { Location } from './keys.ts';
import type { Storage } from './storage.ts';
import type { Table } from './table.ts';

/** Earlier states of items, from which a table is restored to a moment: an undo log of each table that has recovery. */
export interface History {
  /** Notes what an item is before it changes; null body: there was none. To be called inside the transaction. */
  note(table: Table, location: Location): void;
  /** Puts the items that `source` had at a moment (milliseconds since the epoch) into another, empty table. */
  restore(source: Table, targetName: string, atMs: number): void;
  /** The first and the last moment to which a table can be restored, in milliseconds since the epoch. */
  windowOf(recovery: NonNullable<Table['recovery']>): { earliestMs: number; latestMs: number };
  /** Forgets all of a table. */
  forget(tableName: string): void;
  /** Forgets what lies before the window of each table: no restore can reach it. */
  sweep(tables: readonly Table[]): void;
  /** How many earlier states are remembered of a table. */
  count(tableName: string): number;
}

const dayMs = 86_400_000;
/** DynamoDB restores up to about five minutes before now ("LatestRestorableDateTime"). */
const latestLagMs = 300_000;

const copying = `
  INSERT INTO items(table_name, hash, range, body) SELECT ?, hash, range, body FROM items WHERE table_name = ?`;

/** Of each item that changed after a moment, what its first change found. */
const firstChanges = `
  SELECT hash, range, body, min(sequence) FROM item_history WHERE table_name = ? AND at_ms > ? GROUP BY hash, range`;

/** Opens the history of a storage. */
export function openHistory(storage: Storage, clock: Clock): History {
  return {
    note({ name, recovery }, { hash, range }) {
      if (recovery === undefined) return;
      storage
        .statement(
          'INSERT INTO item_history(table_name, at_ms, hash, range, body) VALUES(?1, ?2, ?3, ?4, (SELECT body FROM items WHERE table_name = ?1 AND hash = ?3 AND range = ?4))',
        )
        .run(name, clock.now(), hash, range);
    },
    restore(source, targetName, atMs) {
      storage.statement(copying).run(targetName, source.name);
      for (const { hash, range, body } of storage.statement(firstChanges).all(source.name, atMs)) {
        const statement = storage.statement(
          body === null
            ? 'DELETE FROM items WHERE table_name = ?1 AND hash = ?2 AND range = ?3'
            : 'INSERT OR REPLACE INTO items(table_name, hash, range, body) VALUES(?1, ?2, ?3, ?4)',
        );
        const place = [targetName, hash ?? null, range ?? null];
        statement.run(...(body === null ? place : [...place, body ?? null]));
      }
    },
    windowOf({ days, sinceMs }) {
      const nowMs = clock.now();
      return { earliestMs: Math.max(sinceMs, nowMs - days * dayMs), latestMs: Math.max(sinceMs, nowMs - latestLagMs) };
    },
    forget: (tableName) => void storage.statement('DELETE FROM item_history WHERE table_name = ?').run(tableName),
    sweep(tables) {
      for (const { name, recovery } of tables) {
        if (recovery === undefined) continue;
        storage
          .statement('DELETE FROM item_history WHERE table_name = ? AND at_ms <= ?')
          .run(name, clock.now() - recovery.days * dayMs);
      }
    },
    count: (tableName) =>
      Number(
        storage.statement('SELECT count(*) AS n FROM item_history WHERE table_name = ?').get(tableName)?.['n'] ?? 0,
      ),
  };
}
