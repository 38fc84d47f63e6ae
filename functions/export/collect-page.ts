import type { SealedFieldOf } from '#catalogue/index.ts';
import type { KeyClass } from '#catalogue/key-classes.ts';
import type { ExportJob, PageResult } from '#domain/export/export-job.ts';
import {
  describedRecord,
  heldValues,
  isTold,
  sealedRecordId,
  type ExportRecord,
  type HeldValue,
  type StoredRow,
} from '#domain/export/record.ts';
import type { ExportSource } from '#domain/export/sources.ts';
import { isShown } from '#domain/kyc/document-view.ts';
import type { OriginalDocuments } from '#stores/exports/documents.ts';
import type { ExportObjects } from '#stores/exports/objects.ts';
import type { ExportPages, RowsOf } from '#stores/exports/pages.ts';
import { KeyEnded, NotFound } from '#stores/failures.ts';
import type { Documents } from '#stores/kyc/documents.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { Players } from '#stores/players.ts';
import { unsealField } from '#stores/sealing.ts';

/** The stores that collecting uses. */
export interface CollectStores {
  documentRecords: Pick<Documents, 'list'>;
  documents: Pick<OriginalDocuments, 'list'>;
  keys: Pick<SubjectKeys, 'open'>;
  objects: Pick<ExportObjects, 'keepFragment'>;
  pages: ExportPages;
  players: Pick<Players, 'read' | 'walletOf'>;
}

/** Rows of one page: small enough for memory, large enough for time. */
const pageRows = 200;

/** Collects one page of a source and keeps it as a fragment; doing so again replaces the fragment. */
export async function collectPage(
  stores: CollectStores,
  { job, source }: { job: ExportJob; source: ExportSource },
  now: Date,
): Promise<PageResult> {
  const place = { ...placeOf(job), source, page: job.sources[source].pages };
  if (source === 'documents') {
    const records = await documentsOf(stores, job.playerId);
    await stores.objects.keepFragment(place, linesOf(records));
    return { source, records: records.length, rows: records.length, cursor: undefined };
  }
  const { rows, cursor } = await stores.pages.page(source, await rowsOf(stores, job, source), {
    after: job.cursor,
    limit: pageRows,
  });
  const told = rows.filter((row) => isTold(source, row));
  const open = opener(stores.keys, { playerId: job.playerId, source }, now);
  const records: ExportRecord[] = [];
  for (const row of told) records.push(await recordOf(source, row, open));
  await stores.objects.keepFragment(place, linesOf(records));
  return { source, records: records.length, rows: rows.length, cursor };
}

/** Counts a source in another way than it was collected: rows by DynamoDB itself, documents by the table that names them. */
export async function countAgain(
  stores: CollectStores,
  { job, source }: { job: ExportJob; source: ExportSource },
): Promise<number> {
  if (source === 'documents') return (await stores.documentRecords.list(job.playerId)).filter(isShown).length;
  return stores.pages.count(source, await rowsOf(stores, job, source));
}

/** What the bucket holds of documents that count for something; what was refused waits there for its deletion only. */
async function documentsOf(stores: CollectStores, playerId: string): Promise<ExportRecord[]> {
  const shown = (await stores.documentRecords.list(playerId)).filter(isShown);
  const ids = new Set(shown.map(({ documentId }) => documentId));
  return (await stores.documents.list(playerId))
    .filter(({ documentId }) => ids.has(documentId))
    .map(({ documentId, byteCount }) => ({ record: 'document', documentId, documentByteCount: byteCount }));
}

const placeOf = ({ exportId, playerId }: ExportJob) => ({ exportId, playerId });
const linesOf = (records: readonly ExportRecord[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function rowsOf({ players }: CollectStores, job: ExportJob, source: ExportSource): Promise<RowsOf> {
  const { playerId } = job;
  const walletId = source === 'wallet' ? await walletOf(players, playerId) : undefined;
  return { playerId, walletId, asOf: new Date(job.startedAt) };
}

async function walletOf(players: Pick<Players, 'walletOf'>, playerId: string): Promise<string | undefined> {
  try {
    return (await players.walletOf(playerId)).walletId;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

type Open = (row: StoredRow, held: HeldValue) => Promise<unknown>;

/**
 * Opens the sealed values of one page, for which each key is looked at once; what is sealed under a key that has ended
 * counts as erased and is left out.
 */
function opener(
  keys: Pick<SubjectKeys, 'open'>,
  { playerId, source }: { playerId: string; source: ExportSource },
  now: Date,
): Open {
  const opened = new Map<KeyClass, ReturnType<typeof keys.open<KeyClass>>>();
  return async (row, { field, value, sealedUnder }) => {
    if (sealedUnder === undefined) return value;
    if (!(value instanceof Uint8Array)) throw new Error(`The field ${field} does not hold a sealed value`);
    try {
      const opening = opened.get(sealedUnder) ?? keys.open<KeyClass>(playerId, sealedUnder, now);
      opened.set(sealedUnder, opening);
      const key = await opening;
      // The catalogue seals this field under this class: the table of attributes is made from it.
      const place = { field: field as SealedFieldOf<KeyClass>, recordId: sealedRecordId(source, row, playerId) };
      return unsealField(key, place, value);
    } catch (error) {
      if (error instanceof KeyEnded) return undefined;
      throw error;
    }
  };
}

async function recordOf(source: ExportSource, row: StoredRow, open: Open): Promise<ExportRecord> {
  const record: Record<string, unknown> = describedRecord(source, row);
  for (const held of heldValues(source, row)) record[held.field] = await open(row, held);
  return record;
}
