import { csvLine } from '#domain/export/csv.ts';
import type { ExportJob } from '#domain/export/export-job.ts';
import { pageBeginning, pageEnd, recordSection, shownRecordsMax, sourceHeading } from '#domain/export/index-page.ts';
import { manifestOf, titleOf, type PackagedFile } from '#domain/export/package.ts';
import { columnsOf, type ExportRecord } from '#domain/export/record.ts';
import { sourceNames, type ExportSource } from '#domain/export/sources.ts';
import { openArchive, type Archive } from '#stores/exports/archive.ts';
import type { OriginalDocuments } from '#stores/exports/documents.ts';
import type { ExportObjects } from '#stores/exports/objects.ts';

/** The stores that packing uses. */
export interface PackStores {
  documents: Pick<OriginalDocuments, 'read'>;
  objects: Pick<ExportObjects, 'keepPackage' | 'readFragment'>;
}

type Records = (source: ExportSource) => AsyncIterable<ExportRecord>;

/** Packs the fragments of a complete copy into one archive and keeps it; doing so again replaces it. */
export async function pack(stores: PackStores, job: ExportJob, now: Date): Promise<{ bytes: number; hash: string }> {
  const archive = openArchive(now);
  const records: Records = (source) => recordsOf(stores, job, source);
  const files: PackagedFile[] = [await packPage(archive, job, records)];
  for (const source of sourceNames) files.push(...(await packSource(archive, job, { source, records })));
  files.push(...(await packDocuments({ archive, stores }, job, records)));
  await archive.add('manifest.json', [`${JSON.stringify(manifestOf(job, files, now), null, 2)}\n`]);
  const bytes = await archive.finish();
  return { bytes: bytes.length, hash: await stores.objects.keepPackage(job, bytes) };
}

async function* recordsOf(
  { objects }: PackStores,
  { exportId, playerId, sources }: ExportJob,
  source: ExportSource,
): AsyncGenerator<ExportRecord> {
  for (let page = 0; page < sources[source].pages; page += 1) {
    const text = await objects.readFragment({ exportId, playerId, source, page });
    for (const line of text.split('\n')) if (line !== '') yield JSON.parse(line) as ExportRecord;
  }
}

async function packPage(archive: Archive, job: ExportJob, records: Records): Promise<PackagedFile> {
  const added = await archive.add('index.html', pagePieces(job, records));
  const description = { en: 'Everything to read, in any browser', id: 'Semuanya untuk dibaca, di peramban apa pun' };
  return { ...added, recordCount: 0, description };
}

async function* pagePieces(job: ExportJob, records: Records): AsyncGenerator<string> {
  yield pageBeginning(job.startedAt);
  for (const source of sourceNames) {
    yield sourceHeading(source, job.sources[source].records);
    let shown = 0;
    for await (const record of records(source)) {
      if (shown === shownRecordsMax) break;
      yield recordSection(record);
      shown += 1;
    }
  }
  yield pageEnd();
}

async function packSource(
  archive: Archive,
  job: ExportJob,
  { source, records }: { source: ExportSource; records: Records },
): Promise<PackagedFile[]> {
  const recordCount = job.sources[source].records;
  const description = titleOf(source);
  const json = await archive.add(`json/${source}.json`, jsonPieces(records(source)));
  const csv = await archive.add(`csv/${source}.csv`, csvPieces(source, records(source)));
  return [json, csv].map((added) => ({ ...added, recordCount, description }));
}

async function* jsonPieces(records: AsyncIterable<ExportRecord>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const record of records) {
    yield `${before}${JSON.stringify(record)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* csvPieces(source: ExportSource, records: AsyncIterable<ExportRecord>): AsyncGenerator<string> {
  const columns = columnsOf(source);
  yield csvLine(columns);
  for await (const record of records) yield csvLine(columns.map((column) => record[column]));
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
};

async function packDocuments(
  { archive, stores }: { archive: Archive; stores: PackStores },
  job: ExportJob,
  records: Records,
): Promise<PackagedFile[]> {
  const mediaTypes = new Map<string, string>();
  for await (const { documentId, documentMediaType } of records('identity'))
    if (typeof documentId === 'string') mediaTypes.set(documentId, String(documentMediaType));
  const files: PackagedFile[] = [];
  for await (const { documentId } of records('documents')) {
    const name = String(documentId);
    const bytes = await stores.documents.read(job.playerId, name);
    const added = await archive.add(`documents/${name}.${endings[mediaTypes.get(name) ?? ''] ?? 'bin'}`, [bytes]);
    files.push({ ...added, recordCount: 1, description: { en: 'A document of yours', id: 'Dokumen Anda' } });
  }
  return files;
}
