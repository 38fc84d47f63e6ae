import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { openCsvRows } from '#domain/kyc/csv-rows.ts';
import { failedScreening, type ScreeningService } from '#domain/kyc/screening.ts';
import {
  compareWithList,
  isListHeader,
  listedPersonOf,
  type ListedPerson,
  screeningListRules,
} from '#domain/kyc/screening-list.ts';
import { setting } from '../settings.ts';
import { objectClient } from './object-client.ts';

/** The key of the list in its bucket. An operator puts a new version there, and everybody is compared again. */
const listKey = 'screening-list.csv';

type ReadList = { people: readonly ListedPerson[]; unreadableRowCount: number } | undefined;

/** A list with its version; one that cannot be used is remembered too, so that it is not read again for everybody. */
interface CachedList {
  version: string;
  list: ReadList;
}

/** Opens the comparison with the list in our own bucket. Only its newest version is kept in memory. */
export function openListScreening(): ScreeningService {
  let cached: CachedList | undefined;
  return {
    async check(person) {
      const version = await newestVersion();
      if (version === undefined) return failedScreening('absent');
      if (cached?.version !== version) {
        // The old list goes before the new one comes: both at once may not fit.
        cached = undefined;
        cached = await readNewest();
      }
      if (cached?.list === undefined)
        return cached === undefined ? failedScreening('absent') : failedScreening('unreadable', cached.version);
      const { people, unreadableRowCount } = cached.list;
      return { ...compareWithList(person, people), listVersion: cached.version, unreadableRowCount };
    },
    version: newestVersion,
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey');

async function newestVersion(): Promise<string | undefined> {
  const Bucket = setting('BUCKET_SCREENING_LISTS');
  try {
    return (await objectClient().send(new HeadObjectCommand({ Bucket, Key: listKey }))).VersionId;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Reads the newest version; undefined when it was taken away meanwhile. */
async function readNewest(): Promise<CachedList | undefined> {
  const Bucket = setting('BUCKET_SCREENING_LISTS');
  try {
    const {
      Body,
      VersionId,
      ContentLength = 0,
    } = await objectClient().send(new GetObjectCommand({ Bucket, Key: listKey }));
    if (Body === undefined || VersionId === undefined) return undefined;
    const isTooLarge = ContentLength > screeningListRules.bytesMax;
    const stream = Body.transformToWebStream();
    if (!isTooLarge) return { version: VersionId, list: await readList(stream) };
    await stream.cancel();
    return { version: VersionId, list: undefined };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Takes rows as they come: the header, then people, and how many rows were neither. */
function openReading() {
  const people: ListedPerson[] = [];
  let unreadableRowCount = 0;
  let hasHeader: boolean | undefined;
  return {
    /** Answers whether reading on makes sense. */
    take(rows: readonly (string[] | undefined)[]): boolean {
      for (const cells of rows) {
        if (hasHeader === undefined) {
          hasHeader = cells !== undefined && isListHeader(cells);
          continue;
        }
        const person = listedPersonOf(cells);
        if (person === undefined) unreadableRowCount += 1;
        else people.push(person);
      }
      return hasHeader !== false && people.length + unreadableRowCount <= screeningListRules.rowsMax;
    },
    /** The list, unless it is none: without people it is more likely cut off than true. */
    finish(): ReadList {
      const unreadableMax = (people.length * screeningListRules.unreadablePerThousandMax) / 1000;
      const isUsable = hasHeader === true && people.length > 0 && unreadableRowCount <= unreadableMax;
      return isUsable ? { people, unreadableRowCount } : undefined;
    },
  };
}

/** Reads a list piece by piece; undefined when it is too large, no UTF-8, or no list of ours. */
export async function readList(pieces: AsyncIterable<Uint8Array>): Promise<ReadList> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const csv = openCsvRows();
  const reading = openReading();
  let byteCount = 0;
  const decoded = (piece?: Uint8Array): string | undefined => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      return undefined;
    }
  };
  for await (const piece of pieces) {
    byteCount += piece.length;
    const text = decoded(piece);
    if (byteCount > screeningListRules.bytesMax || text === undefined) return undefined;
    if (!reading.take(csv.read(text))) return undefined;
  }
  const rest = decoded();
  if (rest === undefined) return undefined;
  return reading.take([...csv.read(rest), ...csv.end()]) ? reading.finish() : undefined;
}
