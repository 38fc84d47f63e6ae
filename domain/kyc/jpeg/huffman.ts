import { BrokenDocument } from '../broken-document.ts';
import type { BitReader } from './bit-reader.ts';

/** A Huffman table as a file states it: how many codes of each length 1-16, and the symbols in order (T.81, B.2.4.2). */
export interface HuffmanTable {
  counts: Uint8Array;
  symbols: Uint8Array;
}

/** Codes up to this length, which are nearly all that occur, are found by one look into a table that stays in the cache. */
const shortBits = 10;

/** A table unfolded for decoding. */
export interface HuffmanLookup {
  /** Each look-ahead of `shortBits` bits mapped to code length (high byte) and symbol (low byte); 0 where none fits. */
  short: Uint16Array;
  /** For each length, the first 16-bit look-ahead beyond its codes. */
  bounds: Uint32Array;
  /** For each length, what to add to a code of that length to get the index of its symbol. */
  shifts: Int32Array;
  symbols: Uint8Array;
}

/** Unfolds a table for decoding; more codes than a length can hold make the document unreadable. */
export function huffmanLookup({ counts, symbols }: HuffmanTable): HuffmanLookup {
  const lookup = {
    short: new Uint16Array(1 << shortBits),
    bounds: new Uint32Array(17),
    shifts: new Int32Array(17),
    symbols,
  };
  let next = 0;
  let index = 0;
  for (let length = 1; length <= 16; length += 1) {
    const span = 1 << (16 - length);
    const count = counts[length - 1] ?? 0;
    if (next + count * span > 65_536) throw new BrokenDocument('unreadable');
    lookup.shifts[length] = index - next / span;
    for (let used = 0; used < count; used += 1, index += 1, next += span)
      if (length <= shortBits)
        lookup.short.fill(
          (length << 8) | (symbols[index] ?? 0),
          next >> (16 - shortBits),
          (next + span) >> (16 - shortBits),
        );
    lookup.bounds[length] = next;
  }
  return lookup;
}

/** Finds a code that is longer than the short ones; bits that are no code make the document unreadable. */
function readLongSymbol(reader: BitReader, { bounds, shifts, symbols }: HuffmanLookup): number {
  const ahead = reader.peek16();
  for (let length = shortBits + 1; length <= 16; length += 1) {
    if (ahead >= (bounds[length] ?? 0)) continue;
    reader.skip(length);
    return symbols[(ahead >> (16 - length)) + (shifts[length] ?? 0)] ?? 0;
  }
  throw new BrokenDocument('unreadable');
}

/** Reads one symbol; bits that are no code make the document unreadable. */
export function readSymbol(reader: BitReader, lookup: HuffmanLookup): number {
  const entry = lookup.short[reader.peek16() >> (16 - shortBits)] ?? 0;
  if (entry === 0) return readLongSymbol(reader, lookup);
  reader.skip(entry >> 8);
  return entry & 0xff;
}

/** One code per symbol for writing: length in the high, code in the low 16 bits. */
export function huffmanCodes({ counts, symbols }: HuffmanTable): Uint32Array {
  const codes = new Uint32Array(256);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length += 1) {
    for (let used = counts[length - 1] ?? 0; used > 0; used -= 1) {
      codes[symbols[index] ?? 0] = (length << 16) | code;
      code += 1;
      index += 1;
    }
    code <<= 1;
  }
  return codes;
}
