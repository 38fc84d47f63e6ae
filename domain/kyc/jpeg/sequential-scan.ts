import { BrokenDocument } from '../broken-document.ts';
import type { BitReader } from './bit-reader.ts';
import type { Frame } from './frame.ts';
import { readSymbol } from './huffman.ts';
import { readScan, type Scan, tableOf, type VisitBlock } from './scan.ts';

/** Largest size in bits of a DC difference and of an AC coefficient of an 8-bit picture (T.81, tables F.1 and F.2). */
export const categoryMax = { dc: 11, ac: 10 } as const;

/** Reads a DC difference and adds it to the prediction of its plane. */
export function readDc(reader: BitReader, plane: Parameters<VisitBlock>[0]): number {
  const category = readSymbol(reader, tableOf(plane.dc));
  if (category > categoryMax.dc) throw new BrokenDocument('unreadable');
  plane.prediction += reader.signed(category);
  return plane.prediction;
}

/** Reads every block of a sequential scan whole (T.81, F.2.2). */
export function readSequentialScan(frame: Frame, scan: Scan, reader: BitReader): void {
  const visit: VisitBlock = (plane, offset) => {
    const { coefficients } = plane.component;
    coefficients[offset] = readDc(reader, plane);
    const ac = tableOf(plane.ac);
    let index = 1;
    while (index < 64) {
      const symbol = readSymbol(reader, ac);
      const category = symbol & 15;
      const run = symbol >> 4;
      if (category === 0 && run < 15) break;
      index += run;
      if (index > 63 || category > categoryMax.ac) throw new BrokenDocument('unreadable');
      if (category > 0) coefficients[offset + index] = reader.signed(category);
      index += 1;
    }
  };
  readScan(frame, scan, { reader, visit, onRestart: () => undefined });
}
