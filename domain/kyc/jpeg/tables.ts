import { BrokenDocument } from '../broken-document.ts';
import type { HuffmanTable } from './huffman.ts';

/** Tables and settings that hold until a file redefines them (T.81, B.2.4). */
export interface Tables {
  quantisation: (Uint16Array | undefined)[];
  dc: (HuffmanTable | undefined)[];
  ac: (HuffmanTable | undefined)[];
  /** Coded units between two restart markers; 0 for none. */
  restartInterval: number;
}

/** No tables yet. */
export const openTables = (): Tables => ({ quantisation: [], dc: [], ac: [], restartInterval: 0 });

/** Reads the 64 divisors of one table, each of one or two bytes; none may be zero. */
function readDivisors(bytes: Uint8Array, bytesEach: number): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = Uint16Array.from({ length: 64 }, (_, index) =>
    bytesEach === 1 ? view.getUint8(index) : view.getUint16(index * 2),
  );
  if (table.includes(0)) throw new BrokenDocument('unreadable');
  return table;
}

/** Reads quantisation tables (T.81, B.2.4.1), kept in zigzag order. */
export function defineQuantisation(tables: Tables, body: Uint8Array): void {
  for (let at = 0; at < body.length;) {
    const head = body[at] ?? 0;
    const bytesEach = (head >> 4) + 1;
    const end = at + 1 + 64 * bytesEach;
    if (bytesEach > 2 || (head & 15) > 3 || end > body.length) throw new BrokenDocument('unreadable');
    tables.quantisation[head & 15] = readDivisors(body.subarray(at + 1, end), bytesEach);
    at = end;
  }
}

/** Reads Huffman tables (T.81, B.2.4.2). */
export function defineHuffman(tables: Tables, body: Uint8Array): void {
  for (let at = 0; at < body.length;) {
    const head = body[at] ?? 0;
    const counts = body.slice(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const end = at + 17 + total;
    if (head >> 4 > 1 || (head & 15) > 3 || total > 256 || end > body.length) throw new BrokenDocument('unreadable');
    const kind = head >> 4 === 0 ? tables.dc : tables.ac;
    kind[head & 15] = { counts, symbols: body.slice(at + 17, end) };
    at = end;
  }
}

/** Reads the restart interval (T.81, B.2.4.4). */
export function defineRestartInterval(tables: Tables, body: Uint8Array): void {
  tables.restartInterval = ((body[0] ?? 0) << 8) | (body[1] ?? 0);
}
