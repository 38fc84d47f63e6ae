import type { StatementSync } from 'node:sqlite';
import { openDatabase } from '../database.ts';

/** The engine's file: prepared statements and transactions. Everything is synchronous, so nothing can interleave. */
export interface Storage {
  /** Prepares a statement once. */
  statement(sql: string): StatementSync;
  /** Runs `work` atomically and durably; its error undoes everything and is thrown on. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Keys are bytes whose order is DynamoDB's; bodies and records are JSON. */
const schema = `
  CREATE TABLE IF NOT EXISTS tables(name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS items(
    table_name TEXT, hash BLOB, range BLOB, body TEXT NOT NULL, expires_at_seconds REAL,
    PRIMARY KEY(table_name, hash, range)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS items_by_expiry ON items(table_name, expires_at_seconds)
    WHERE expires_at_seconds IS NOT NULL;
  CREATE TABLE IF NOT EXISTS index_entries(
    table_name TEXT, index_name TEXT, index_hash BLOB, index_range BLOB, hash BLOB, range BLOB,
    PRIMARY KEY(table_name, index_name, index_hash, index_range, hash, range)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS stream_records(
    table_name TEXT, sequence_number TEXT, body TEXT NOT NULL,
    PRIMARY KEY(table_name, sequence_number)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS item_history(
    sequence INTEGER PRIMARY KEY, table_name TEXT NOT NULL, at_ms REAL NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL,
    body TEXT);
  CREATE INDEX IF NOT EXISTS item_history_by_time ON item_history(table_name, at_ms);
  CREATE TABLE IF NOT EXISTS request_tokens(
    token TEXT PRIMARY KEY, digest TEXT NOT NULL, ends_at_ms REAL NOT NULL) WITHOUT ROWID;
`;

/** Opens the engine's file in the data folder, or in memory when there is none. */
export function openStorage(folder: string | undefined): Storage {
  const database = openDatabase(folder, 'dynamodb');
  database.exec(schema);
  const statements = new Map<string, StatementSync>();
  return {
    statement(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    transaction(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}
