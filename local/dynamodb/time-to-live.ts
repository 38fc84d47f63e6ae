import type { Item } from './attribute-value.ts';
import { locationOfRow } from './items.ts';
import type { Parts } from './parts.ts';
import type { Table } from './table.ts';

/** Items that expired longer ago than this are kept: DynamoDB takes so old a value for a mistake. */
const oldestExpirySeconds = 5 * 365 * 86_400;
const pageItems = 500;

function sweepPage(parts: Parts, table: Table, nowSeconds: number): number {
  const rows = parts.storage
    .statement(
      'SELECT hash, range, body FROM items WHERE table_name = ? AND expires_at_seconds BETWEEN ? AND ? LIMIT ?',
    )
    .all(table.name, nowSeconds - oldestExpirySeconds, nowSeconds, pageItems);
  for (const row of rows) {
    const before: Item = JSON.parse(String(row['body']));
    parts.items.write(table, locationOfRow(row), { before, after: undefined, expired: true });
  }
  return rows.length;
}

/** Deletes every expired item, as DynamoDB does within days, and answers how many there were. */
export function sweepExpired(parts: Parts): number {
  const nowSeconds = Math.floor(parts.clock.now() / 1000);
  let total = 0;
  for (const table of parts.tables.all()) {
    if (table.timeToLiveAttribute === undefined) continue;
    let swept = pageItems;
    while (swept === pageItems) {
      swept = parts.storage.transaction(() => sweepPage(parts, table, nowSeconds));
      total += swept;
    }
  }
  return total;
}
