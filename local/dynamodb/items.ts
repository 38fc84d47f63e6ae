import type { Item } from './attribute-value.ts';
import type { History } from './history.ts';
import { sizeOfItem } from './item-size.ts';
import { locateInIndex, type Location } from './keys.ts';
import { invalid } from './refusals.ts';
import type { Storage } from './storage.ts';
import type { Change, Streams } from './streams.ts';
import type { GlobalIndex, Table } from './table.ts';

/** The items of all tables, with their index entries and stream records. */
export interface Items {
  read(table: Table, location: Location): Item | undefined;
  /** Carries out a change, indexes and stream included. To be called inside a transaction. */
  write(table: Table, location: Location, change: Change): void;
  count(table: Table): number;
  /** Lists every item anew: index entries and expiry, after the table's definition changed. */
  reindex(table: Table): void;
  /** Removes all items, index entries and stream records of a table that goes. */
  drop(table: Table): void;
}

const itemBytesMax = 400 * 1024;

/** The moment of expiry in seconds since the epoch; null when time to live is off or the attribute is no number. */
function expiryOf(table: Table, item: Item): number | null {
  const value = table.timeToLiveAttribute === undefined ? undefined : item[table.timeToLiveAttribute];
  return value !== undefined && 'N' in value ? Number(value.N) : null;
}

function sameLocation(left: Location | undefined, right: Location | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Buffer.compare(left.hash, right.hash) === 0 && Buffer.compare(left.range, right.range) === 0;
}

function moveIndexEntry(
  storage: Storage,
  entry: { table: Table; index: GlobalIndex; location: Location },
  move: { from: Location | undefined; to: Location | undefined },
): void {
  if (sameLocation(move.from, move.to)) return;
  const { table, index, location } = entry;
  if (move.from !== undefined) {
    storage
      .statement(
        'DELETE FROM index_entries WHERE table_name = ? AND index_name = ? AND index_hash = ? AND index_range = ? AND hash = ? AND range = ?',
      )
      .run(table.name, index.name, move.from.hash, move.from.range, location.hash, location.range);
  }
  if (move.to !== undefined) {
    storage
      .statement('INSERT OR IGNORE INTO index_entries VALUES(?, ?, ?, ?, ?, ?)')
      .run(table.name, index.name, move.to.hash, move.to.range, location.hash, location.range);
  }
}

/** Opens the items of a storage; changes go to streams and, where a table can be recovered, to its history. */
export function openItems(storage: Storage, { streams, history }: { streams: Streams; history: History }): Items {
  function writeBody(table: Table, location: Location, item: Item): void {
    storage
      .statement('INSERT OR REPLACE INTO items VALUES(?, ?, ?, ?, ?)')
      .run(table.name, location.hash, location.range, JSON.stringify(item), expiryOf(table, item));
  }

  return {
    read(table, { hash, range }) {
      const row = storage
        .statement('SELECT body FROM items WHERE table_name = ? AND hash = ? AND range = ?')
        .get(table.name, hash, range);
      return row && JSON.parse(String(row['body']));
    },
    write(table, location, change) {
      const { before, after } = change;
      if (after && sizeOfItem(after) > itemBytesMax) throw invalid('Item size has exceeded the maximum allowed size');
      for (const index of table.indexes) {
        const [from, to] = [locateInIndex(table, index, before), locateInIndex(table, index, after)];
        moveIndexEntry(storage, { table, index, location }, { from, to });
      }
      history.note(table, location);
      if (after !== undefined) writeBody(table, location, after);
      else {
        storage
          .statement('DELETE FROM items WHERE table_name = ? AND hash = ? AND range = ?')
          .run(table.name, location.hash, location.range);
      }
      streams.append(table, change);
    },
    count: (table) =>
      Number(storage.statement('SELECT count(*) AS n FROM items WHERE table_name = ?').get(table.name)?.['n'] ?? 0),
    drop({ name }) {
      for (const from of ['items', 'index_entries', 'stream_records']) {
        storage.statement(`DELETE FROM ${from} WHERE table_name = ?`).run(name);
      }
    },
    reindex(table) {
      storage.statement('DELETE FROM index_entries WHERE table_name = ?').run(table.name);
      for (const row of storage.statement('SELECT hash, range, body FROM items WHERE table_name = ?').all(table.name)) {
        const location = locationOfRow(row);
        const item: Item = JSON.parse(String(row['body']));
        writeBody(table, location, item);
        for (const index of table.indexes) {
          const to = locateInIndex(table, index, item);
          moveIndexEntry(storage, { table, index, location }, { from: undefined, to });
        }
      }
    },
  };
}

/** The key bytes of a row that has the columns `hash` and `range`. */
export function locationOfRow(row: Record<string, unknown>): Location {
  const bytesOf = (column: unknown) => (column instanceof Uint8Array ? column : new Uint8Array(0));
  return { hash: bytesOf(row['hash']), range: bytesOf(row['range']) };
}
