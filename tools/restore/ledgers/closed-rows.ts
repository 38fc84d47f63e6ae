import { classOfRow } from '#domain/player/row-expiry.ts';
import { openSubjectRows, subjectTables, type SubjectRow, type SubjectTable } from '#stores/subject-rows.ts';
import type { EndOfClass } from './closing.ts';
import type { Replay } from './ledger.ts';

const pageRows = 100;
/** As many pages of one person's rows as the product's own sweep walks. */
const pagesMax = 200;

async function rowsOf(table: SubjectTable, playerId: string): Promise<SubjectRow[]> {
  const rows: SubjectRow[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const found = await openSubjectRows().page(table, playerId, { after, limit: pageRows });
    rows.push(...found.rows);
    if (found.cursor === undefined) return rows;
    after = found.cursor;
  }
  throw new Error('The rows of one person did not end');
}

async function endRow(row: SubjectRow, endsAt: Date, now: Date): Promise<boolean> {
  const endsAtSeconds = Math.floor(endsAt.getTime() / 1000);
  if (endsAt <= now) await openSubjectRows().remove(row);
  else if (row.expiresAtSeconds !== undefined && row.expiresAtSeconds <= endsAtSeconds) return false;
  else await openSubjectRows().stamp(row, endsAtSeconds);
  return true;
}

/** Removes the restored rows of a person whose class has ended and stamps the others. Answers how many were not so already. */
export async function endRowsOf({ restored, now }: Replay, playerId: string, endOf: EndOfClass): Promise<number> {
  let changed = 0;
  for (const table of subjectTables.filter((name) => restored[name] !== undefined)) {
    for (const row of await rowsOf(table, playerId)) {
      const endsAt = endOf(classOfRow(table, row.sk));
      if (endsAt !== undefined && (await endRow(row, endsAt, now))) changed += 1;
    }
  }
  return changed;
}
