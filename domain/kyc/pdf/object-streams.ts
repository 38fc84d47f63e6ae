import { BrokenDocument } from '../broken-document.ts';
import type { Compression } from '../compression.ts';
import { readNames } from './names.ts';

/** Most streams looked at, longest dictionary before one, and most bytes inflated from one document. */
const streamsMax = 20_000;
const dictionaryBytesMax = 8192;
const inflatedBytesMax = 40 * 1024 * 1024;

const latin = new TextDecoder('latin1');

/** Where each stream begins, with the dictionary that stands between its `obj` and its `stream`. */
function* readStreams(bytes: Uint8Array): Generator<{ dictionary: Uint8Array; start: number }> {
  let object = 0;
  let seen = 0;
  for (const match of latin.decode(bytes).matchAll(/obj|stream[ \t]*(?:\r\n|\n|\r)/g)) {
    if (match[0] === 'obj') {
      object = match.index;
      continue;
    }
    // `endstream` carries the same letters: what precedes it is data.
    if (match.index >= 3 && latin.decode(bytes.subarray(match.index - 3, match.index)) === 'end') continue;
    seen += 1;
    if (seen > streamsMax) throw new BrokenDocument('unreadable');
    const from = Math.max(object, match.index - dictionaryBytesMax);
    yield { dictionary: bytes.subarray(from, match.index), start: match.index + match[0].length };
  }
}

/** Whether a stream may hold objects: readers look for /Type /ObjStm, lenient ones for /First only (ISO 32000-1, 7.5.7). */
const holdsObjects = (names: ReadonlySet<string>): boolean => names.has('ObjStm') || names.has('First');

/** Filters other than plain deflate: objects behind them could not be seen. */
const blindingNames = new Set([
  'ASCIIHexDecode',
  'AHx',
  'ASCII85Decode',
  'A85',
  'LZWDecode',
  'LZW',
  'RunLengthDecode',
  'RL',
  'Crypt',
  'DecodeParms',
  'DP',
  'F',
  'FFilter',
]);

/**
 * Inflates the streams that hold objects, so that their names can be read.
 * @throws BrokenDocument unreadable, when objects are behind anything but one plain deflate
 */
export function* readObjectStreams(bytes: Uint8Array, compression: Compression): Generator<Uint8Array> {
  let left = inflatedBytesMax;
  for (const { dictionary, start } of readStreams(bytes)) {
    const names = [...readNames(dictionary)].map(({ name }) => name);
    if (!holdsObjects(new Set(names))) continue;
    if (names.some((name) => blindingNames.has(name))) throw new BrokenDocument('unreadable');
    const filters = names.filter((name) => name === 'FlateDecode' || name === 'Fl').length;
    // Without a filter the objects are in plain sight, and were read with the rest of the file.
    if (filters === 0) continue;
    const inflated = filters === 1 ? compression.inflate(bytes.subarray(start), left) : undefined;
    if (inflated === undefined) throw new BrokenDocument('unreadable');
    left -= inflated.length;
    yield inflated;
  }
}
