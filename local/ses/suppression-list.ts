import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '#local/clock.ts';

/** Why an address is suppressed. */
export type SuppressionReason = 'BOUNCE' | 'COMPLAINT';

/** The account's suppression list. Addresses are compared without regard to case. */
export interface SuppressionList {
  add(address: string, reason: SuppressionReason): void;
  remove(address: string): void;
  reasonOf(address: string): string | undefined;
  all(): { address: string; reason: string; atMs: number }[];
}

/** Opens the list on the mail engine's database. */
export function openSuppressionList(database: DatabaseSync, clock: Clock): SuppressionList {
  database.exec(
    'CREATE TABLE IF NOT EXISTS suppressed(address TEXT PRIMARY KEY, reason TEXT NOT NULL, atMs REAL NOT NULL)',
  );
  const insert = database.prepare('INSERT OR REPLACE INTO suppressed VALUES(?, ?, ?)');
  const remove = database.prepare('DELETE FROM suppressed WHERE address = ?');
  const select = database.prepare('SELECT reason FROM suppressed WHERE address = ?');
  const selectAll = database.prepare('SELECT * FROM suppressed ORDER BY address');
  return {
    add: (address, reason) => void insert.run(address.toLowerCase(), reason, clock.now()),
    remove: (address) => void remove.run(address.toLowerCase()),
    reasonOf(address) {
      const reason = select.get(address.toLowerCase())?.['reason'];
      return typeof reason === 'string' ? reason : undefined;
    },
    all: () =>
      selectAll.all().map((row) => ({
        address: String(row['address']),
        reason: String(row['reason']),
        atMs: Number(row['atMs']),
      })),
  };
}
