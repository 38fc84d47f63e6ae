import type { Version } from '#local/s3/versions.ts';

/** How a listing is cut. */
export interface Cut {
  prefix: string;
  /** Keys are folded at the first one after the prefix; empty folds nothing. */
  delimiter: string;
  /** Keys and folded prefixes together. */
  entriesMax: number;
  /** Whether an entry stood on an earlier page. */
  isPast(version: Version): boolean;
}

/** One page of a listing. */
export interface Page {
  versions: Version[];
  commonPrefixes: string[];
  isTruncated: boolean;
  /** The last key or folded prefix on the page. */
  lastKey: string;
  /** The last entry, when it is a version and not a prefix. */
  lastVersion: Version | undefined;
}

const entriesMaxAllowed = 1000;

function foldedPrefix(key: string, { prefix, delimiter }: Cut): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Cuts one page out of versions in listing order. */
export function cutPage(versions: Iterable<Version>, cut: Cut): Page {
  const page: Page = { versions: [], commonPrefixes: [], isTruncated: false, lastKey: '', lastVersion: undefined };
  const prefixes = new Set<string>();
  for (const version of versions) {
    const folded = foldedPrefix(version.key, cut);
    if (cut.isPast(version) || (folded !== undefined && prefixes.has(folded))) continue;
    if (page.versions.length + prefixes.size >= cut.entriesMax) return { ...page, isTruncated: true };
    page.lastKey = folded ?? version.key;
    page.lastVersion = folded === undefined ? version : undefined;
    if (folded === undefined) page.versions.push(version);
    else {
      prefixes.add(folded);
      page.commonPrefixes.push(folded);
    }
  }
  return page;
}

/** Whether a key stands at or before a marker in UTF-8 order, or under the folded prefix that a page ended with. */
export function isAtOrBefore(key: string, marker: string, delimiter: string): boolean {
  if (marker === '') return false;
  if (delimiter !== '' && marker.endsWith(delimiter) && key.startsWith(marker)) return true;
  return Buffer.compare(Buffer.from(key), Buffer.from(marker)) <= 0;
}

/** Prefix, delimiter and size of a page, as a request states them. */
export function readCut(query: URLSearchParams): Pick<Cut, 'prefix' | 'delimiter' | 'entriesMax'> {
  const entriesMax = Number(query.get('max-keys') ?? entriesMaxAllowed);
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    entriesMax: Math.min(entriesMaxAllowed, entriesMax),
  };
}

/** Writes keys as a request wants them: plain, or percent-encoded with `encoding-type=url`. */
export function keyWriter(query: URLSearchParams): (key: string) => string {
  if (query.get('encoding-type') !== 'url') return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}
