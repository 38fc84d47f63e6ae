// Nightly: subject keys whose time has passed
import * as z from 'zod';
import { keyClasses, type KeyClass } from '#catalogue/key-classes.ts';
import { classErased } from '#domain/player/closure.ts';
import { classOfRow } from '#domain/player/row-expiry.ts';
import { walkDueMonths } from '#functions/edge/due-months.ts';
import { logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import { openDueList, type DueItem, type DueList } from '#stores/due-list.ts';
import { Conflict } from '#stores/failures.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openDocumentErasure, type DocumentErasure } from '#stores/kyc/document-erasure.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSubjectRows, subjectTables, type SubjectRows, type SubjectTable } from '#stores/subject-rows.ts';

/** The stores that the sweep uses. */
export interface SweepStores {
  documents: DocumentErasure;
  dueList: DueList;
  keys: SubjectKeys;
  ledger: Ledger;
  rows: SubjectRows;
}

/**
 * Makes ends real: a key whose time has passed is deleted, with the documents and rows of its class. The key already
 * refuses to open since that moment; DynamoDB's time to live is only the broom, and this takes what it left.
 */
export function sweepEnded(stores: SweepStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    const ended = new Map<KeyClass, number>();
    const failures = await walkDueMonths(stores.dueList, { kind: 'key-end', work }, async (item) => {
      const keyClass = await endClass(stores, item, work);
      if (keyClass !== undefined) ended.set(keyClass, (ended.get(keyClass) ?? 0) + 1);
    });
    for (const [keyClass, count] of ended)
      logEvent('CLASS_ENDED', { requestId: work.actor.requestId, keyClass, count });
    if (failures > 0) throw new Error('Some of what was due could not be done');
  });
}

/** Ends a class of a person; answers which, where this run was the one that did. */
async function endClass(
  stores: SweepStores,
  { subjectId, detail }: DueItem,
  { now, actor }: Work,
): Promise<KeyClass | undefined> {
  const keyClass = z.enum(keyClasses).parse(detail);
  if (!(await keyHasEnded(stores.keys, { subjectId, keyClass, now }))) return undefined;
  if (keyClass === 'kyc') await stores.documents.eraseAll(subjectId);
  for (const table of subjectTables) await removeEndedRows(stores.rows, { table, subjectId, keyClass });
  const writes = [stores.keys.deleting(subjectId, keyClass, now)];
  try {
    await stores.ledger.commit({ writes, ...classErased(subjectId, keyClass), actor, now });
    return keyClass;
  } catch (error) {
    // Deleted by an earlier run, or given a later end meanwhile: then there is nothing to do here.
    if (error instanceof Conflict) return undefined;
    throw error;
  }
}

/** A registration that was verified has lost its bound: its due row is then void. */
async function keyHasEnded(
  keys: SubjectKeys,
  { subjectId, keyClass, now }: { subjectId: string; keyClass: KeyClass; now: Date },
): Promise<boolean> {
  const key = (await keys.listOf(subjectId)).find((one) => one.keyClass === keyClass);
  return key?.endsAtSeconds !== undefined && key.endsAtSeconds * 1000 <= now.getTime();
}

const pageRows = 100;
/** More pages than this in one run are left to the next: the failure keeps key and due row until they are gone. */
const pagesMax = 200;

async function removeEndedRows(
  rows: SubjectRows,
  { table, subjectId, keyClass }: { table: SubjectTable; subjectId: string; keyClass: KeyClass },
): Promise<void> {
  let after: string | undefined;
  let withoutExpiry = 0;
  let page = 0;
  do {
    if (page === pagesMax) throw new Error('The rows of one person did not end');
    const { rows: found, cursor } = await rows.page(table, subjectId, { after, limit: pageRows });
    const ended = found.filter(({ sk }) => classOfRow(table, sk) === keyClass);
    withoutExpiry += ended.filter(({ expiresAtSeconds }) => expiresAtSeconds === undefined).length;
    for (const row of ended) await rows.remove(row);
    after = cursor;
    page += 1;
  } while (after !== undefined);
  if (withoutExpiry > 0) logEvent('CLOSED_ROWS_WITHOUT_EXPIRY', { subjectId, count: withoutExpiry });
}

export const handler = sweepEnded({
  documents: openDocumentErasure(),
  dueList: openDueList(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  rows: openSubjectRows(),
});
