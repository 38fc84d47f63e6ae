import { BrokenDocument } from '../broken-document.ts';
import type { BitReader } from './bit-reader.ts';
import type { Component, Frame } from './frame.ts';
import type { HuffmanLookup } from './huffman.ts';

/** A plane within one scan, with the tables and the running prediction of that scan. */
export interface ScanPlane {
  component: Component;
  dc: HuffmanLookup | undefined;
  ac: HuffmanLookup | undefined;
  prediction: number;
}

/** A scan header (T.81, B.2.3): which planes, which coefficients, which bits of them. */
export interface Scan {
  planes: ScanPlane[];
  spectralStart: number;
  spectralEnd: number;
  /** The bit position that an earlier scan reached; 0 in a first scan. */
  approximationHigh: number;
  /** The bit position that this scan reaches. */
  approximationLow: number;
  restartInterval: number;
}

/** Handles one block: `offset` is the place of its first coefficient. */
export type VisitBlock = (plane: ScanPlane, offset: number) => void;

/** Refuses when a plane's table was never given. */
export function tableOf(lookup: HuffmanLookup | undefined): HuffmanLookup {
  if (lookup === undefined) throw new BrokenDocument('unreadable');
  return lookup;
}

/** Visits the blocks of one coded unit of several interleaved planes. */
function visitUnit(planes: readonly ScanPlane[], unit: { row: number; column: number }, visit: VisitBlock): void {
  for (const plane of planes) {
    const { horizontal, vertical, blocksWide } = plane.component;
    for (let down = 0; down < vertical; down += 1) {
      const first = (unit.row * vertical + down) * blocksWide + unit.column * horizontal;
      for (let across = 0; across < horizontal; across += 1) visit(plane, (first + across) * 64);
    }
  }
}

/**
 * Visits every block of a scan in coding order (T.81, A.2): unit by unit when planes are interleaved, block by block
 * when the scan holds a single plane.
 * @param betweenUnits called before each unit but the first, with the number of units already visited
 */
export function visitBlocks(
  frame: Pick<Frame, 'unitsWide' | 'unitsHigh'>,
  planes: readonly ScanPlane[],
  { visit, betweenUnits }: { visit: VisitBlock; betweenUnits: (visited: number) => void },
): void {
  const [only, ...others] = planes;
  if (only === undefined) throw new BrokenDocument('unreadable');
  const single = others.length === 0;
  const wide = single ? only.component.codedBlocksWide : frame.unitsWide;
  const high = single ? only.component.codedBlocksHigh : frame.unitsHigh;
  for (let row = 0; row < high; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      if (row + column > 0) betweenUnits(row * wide + column);
      if (single) visit(only, (row * only.component.blocksWide + column) * 64);
      else visitUnit(planes, { row, column }, visit);
    }
  }
}

/** Reads one scan with the given block decoder, stepping over restart markers and resetting what they reset. */
export function readScan(
  frame: Frame,
  scan: Scan,
  { reader, visit, onRestart }: { reader: BitReader; visit: VisitBlock; onRestart: () => void },
): void {
  visitBlocks(frame, scan.planes, {
    visit,
    betweenUnits: (visited) => {
      if (scan.restartInterval === 0 || visited % scan.restartInterval !== 0) return;
      reader.restart();
      for (const plane of scan.planes) plane.prediction = 0;
      onRestart();
    },
  });
}
