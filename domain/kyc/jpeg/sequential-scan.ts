import { BrokenDocument } from '../broken-document.ts';
import type { BitReader } from './bit-reader.ts';
import { readSymbol } from './huffman.ts';
import { type Scan, type ScanPlane, tableOf, type VisitBlock } from './scan.ts';

/** Largest size in bits of a DC difference and of an AC coefficient of an 8-bit picture (T.81, tables F.1 and F.2). */
export const categoryMax = { dc: 11, ac: 10 } as const;

/** Reads a DC difference and adds it to the prediction of its plane. */
export function readDc(reader: BitReader, plane: ScanPlane): number {
  const category = readSymbol(reader, tableOf(plane.dc));
  if (category > categoryMax.dc) throw new BrokenDocument('unreadable');
  if (category > 0) plane.prediction += reader.signed(category);
  return plane.prediction;
}

/** Reads the coefficients after the first; answers the index of the last that is not zero. */
function readAc(reader: BitReader, plane: ScanPlane, offset: number): number {
  const ac = tableOf(plane.ac);
  const { coefficients } = plane.component;
  let last = 0;
  for (let index = 1; index < 64; index += 1) {
    const symbol = readSymbol(reader, ac);
    const category = symbol & 15;
    if (category === 0 && symbol < 0xf0) break;
    index += symbol >> 4;
    if (index > 63 || category > categoryMax.ac) throw new BrokenDocument('unreadable');
    if (category === 0) continue;
    coefficients[offset + index] = reader.signed(category);
    last = index;
  }
  return last;
}

/** Reads the blocks of a sequential scan whole (T.81, F.2.2). */
export function sequentialVisitor({ reader }: Scan): VisitBlock {
  return (plane, block) => {
    const { coefficients, lastIndexes } = plane.component;
    coefficients[block * 64] = readDc(reader, plane);
    lastIndexes[block] = readAc(reader, plane, block * 64);
    reader.checkEnd();
  };
}
