import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens one engine's file in the cloud's data folder, or a database in memory when there is no folder.
 * Write-ahead logging with `synchronous = NORMAL` survives a killed process; only a power cut may lose the last writes.
 */
export function openDatabase(folder: string | undefined, name: string): DatabaseSync {
  if (folder === undefined) return new DatabaseSync(':memory:');
  fs.mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(path.join(folder, `${name}.sqlite`));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  return database;
}
