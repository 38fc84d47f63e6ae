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

/** Each item as its first change after the moment found it, and what did not change since. */
const restoring = `
  INSERT INTO items(table_name, hash, range, body)
  SELECT :target, hash, range, body FROM (
    SELECT hash, range, body, min(sequence) FROM item_history
      WHERE table_name = :source AND at_ms > :at GROUP BY hash, range
  ) WHERE body IS NOT NULL
  UNION ALL
  SELECT :target, hash, range, body FROM items WHERE table_name = :source AND NOT EXISTS (
    SELECT 1 FROM changed_since WHERE changed_since.hash = items.hash AND changed_since.range = items.range)`;

const changedSince = `
  WITH changed_since AS MATERIALIZED (
    SELECT DISTINCT hash, range FROM item_history WHERE table_name = :source AND at_ms > :at)`;

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
      const named = { ':source': source.name, ':target': targetName, ':at': atMs };
      storage.statement(`${changedSince} ${restoring}`).run(named);
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
