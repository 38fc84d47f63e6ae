import { BrokenDocument } from '../broken-document.ts';
import type { BitReader } from './bit-reader.ts';

/** A Huffman table as a file states it: how many codes of each length 1-16, and the symbols in order (T.81, B.2.4.2). */
export interface HuffmanTable {
  counts: Uint8Array;
  symbols: Uint8Array;
}

/** Every 16-bit look-ahead mapped to code length (high byte) and symbol (low byte); 0 where no code fits. */
export type HuffmanLookup = Uint16Array;

/** Unfolds a table for decoding; more codes than a length can hold make the document unreadable. */
export function huffmanLookup({ counts, symbols }: HuffmanTable): HuffmanLookup {
  const lookup = new Uint16Array(65_536);
  let next = 0;
  let index = 0;
  for (let length = 1; length <= 16; length += 1) {
    const span = 1 << (16 - length);
    for (let used = counts[length - 1] ?? 0; used > 0; used -= 1) {
      if (next + span > 65_536) throw new BrokenDocument('unreadable');
      lookup.fill((length << 8) | (symbols[index] ?? 0), next, next + span);
      next += span;
      index += 1;
    }
  }
  return lookup;
}

/** Reads one symbol; bits that are no code make the document unreadable. */
export function readSymbol(reader: BitReader, lookup: HuffmanLookup): number {
  const entry = lookup[reader.peek16()] ?? 0;
  const length = entry >>> 8;
  if (length === 0) {
    // At the end of the data the look-ahead holds lent zeros: consuming them tells truncated from unreadable.
    reader.skip(16);
    throw new BrokenDocument('unreadable');
  }
  reader.skip(length);
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
