import fs from 'node:fs';
import path from 'node:path';
import { encodingsOf } from './encodings.ts';
import type { Marker } from './markers.ts';

/** Bytes to look through, under a name that says where they lie. */
export interface Source {
  name: string;
  bytes: Uint8Array | string;
}

/** A marker that was found where it was looked for. It names no value, so that it may be printed. */
export interface Finding {
  source: string;
  field: string;
  encoding: string;
  /** Position of the first occurrence in the source, in bytes. */
  offset: number;
}

/** What a scan saw. */
export interface Scan {
  bytesScanned: number;
  findings: readonly Finding[];
}

interface Pattern {
  field: string;
  encoding: string;
  bytes: Buffer;
}

/** Shorter values occur by chance: they are proved by structure instead (design 14). */
const patternBytesMin = 6;
const prefixBytes = 4;
/** Bits of the filter that skips almost every position without a look at the patterns. */
const filterBits = 20;

const filterIndexOf = (prefix: number) => Math.imul(prefix, 0x9e3779b1) >>> (32 - filterBits);

/** All patterns at once, found by their first four bytes. */
interface PatternIndex {
  filter: Uint8Array;
  byPrefix: ReadonlyMap<number, readonly Pattern[]>;
}

function patternsOf(markers: readonly Marker[]): Pattern[] {
  return markers.flatMap(({ field, value, alsoWritten = [] }) =>
    [value, ...alsoWritten].flatMap((written) =>
      encodingsOf(written)
        .filter(({ bytes }) => bytes.length >= patternBytesMin)
        .map(({ name, bytes }) => ({ field, encoding: name, bytes })),
    ),
  );
}

function indexPatterns(patterns: readonly Pattern[]): PatternIndex {
  const filter = new Uint8Array(2 ** filterBits);
  const byPrefix = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    const prefix = pattern.bytes.readUInt32BE(0);
    filter[filterIndexOf(prefix)] = 1;
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), pattern]);
  }
  return { filter, byPrefix };
}

function findIn({ name, bytes }: Source, { filter, byPrefix }: PatternIndex): Finding[] {
  const buffer =
    typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map<Pattern, Finding>();
  let prefix = 0;
  for (let end = 0; end < buffer.length; end += 1) {
    prefix = ((prefix << 8) | (buffer[end] ?? 0)) >>> 0;
    if (filter[filterIndexOf(prefix)] !== 1 || end < prefixBytes - 1) continue;
    const offset = end - prefixBytes + 1;
    for (const pattern of byPrefix.get(prefix) ?? []) {
      const { field, encoding } = pattern;
      const fits = pattern.bytes.equals(buffer.subarray(offset, offset + pattern.bytes.length));
      if (fits && !found.has(pattern)) found.set(pattern, { source: name, field, encoding, offset });
    }
  }
  return [...found.values()];
}

/** Looks for every marker in every encoding, in one pass over the bytes. Each way is reported once per source. */
export function scan(sources: Iterable<Source>, markers: readonly Marker[]): Scan {
  const index = indexPatterns(patternsOf(markers));
  let bytesScanned = 0;
  const findings: Finding[] = [];
  for (const source of sources) {
    bytesScanned += Buffer.byteLength(source.bytes);
    findings.push(...findIn(source, index));
  }
  return { bytesScanned, findings };
}

/** Every file below a folder as a source, read one at a time; `picks` chooses by the path below the folder. */
export function* filesBelow(folder: string, picks: (file: string) => boolean = () => true): Generator<Source> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = path.relative(folder, path.join(entry.parentPath, entry.name));
    if (entry.isFile() && picks(file)) yield { name: file, bytes: fs.readFileSync(path.join(folder, file)) };
  }
}
