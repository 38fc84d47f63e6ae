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

/** A scan (T.81, B.2.3): which planes, which coefficients, which bits of them, and how far it was read. */
export interface Scan {
  planes: ScanPlane[];
  spectralStart: number;
  spectralEnd: number;
  /** The bit position that an earlier scan reached; 0 in a first scan. */
  approximationHigh: number;
  /** The bit position that this scan reaches. */
  approximationLow: number;
  restartInterval: number;
  reader: BitReader;
  /** Coded units read since the last restart. */
  unitsRead: number;
  /** Blocks still to come that end at once (T.81, G.1.2.2). */
  endedBlocks: number;
}

/** Handles one block of the row that is held. */
export type VisitBlock = (plane: ScanPlane, block: number) => void;

/** Refuses when a plane's table was never given. */
export function tableOf(lookup: HuffmanLookup | undefined): HuffmanLookup {
  if (lookup === undefined) throw new BrokenDocument('unreadable');
  return lookup;
}

/** What is done in one row of coded units. */
interface RowWork {
  visit: VisitBlock;
  /** Called before each unit. */
  beforeUnit: () => void;
}

/** Visits the blocks of one row of interleaved planes, unit by unit. */
function visitUnits(unitsWide: number, planes: readonly ScanPlane[], { visit, beforeUnit }: RowWork): void {
  for (let unit = 0; unit < unitsWide; unit += 1) {
    beforeUnit();
    for (const plane of planes) {
      const { horizontal, vertical, blocksWide } = plane.component;
      for (let down = 0; down < vertical; down += 1)
        for (let across = 0; across < horizontal; across += 1)
          visit(plane, down * blocksWide + unit * horizontal + across);
    }
  }
}

/** Visits the blocks of a single plane: each is a unit, and the padding of the picture is not coded. */
function visitPlane(row: number, plane: ScanPlane, { visit, beforeUnit }: RowWork): void {
  const { vertical, blocksWide, codedBlocksWide, codedBlocksHigh } = plane.component;
  const high = Math.min(vertical, codedBlocksHigh - row * vertical);
  for (let down = 0; down < high; down += 1)
    for (let across = 0; across < codedBlocksWide; across += 1) {
      beforeUnit();
      visit(plane, down * blocksWide + across);
    }
}

/**
 * Visits every block of one row of coded units in coding order (T.81, A.2): unit by unit when planes are interleaved,
 * block by block when the scan holds a single plane.
 */
export function visitRow(
  { unitsWide, row }: Pick<Frame, 'unitsWide'> & { row: number },
  planes: readonly ScanPlane[],
  work: RowWork,
): void {
  const [only, ...others] = planes;
  if (only === undefined) throw new BrokenDocument('unreadable');
  if (others.length === 0) visitPlane(row, only, work);
  else visitUnits(unitsWide, planes, work);
}

/** Steps over a restart marker where one is due, and resets what it resets. */
export function restartWhenDue(scan: Scan): void {
  if (scan.restartInterval > 0 && scan.unitsRead === scan.restartInterval) {
    scan.reader.restart();
    for (const plane of scan.planes) plane.prediction = 0;
    scan.endedBlocks = 0;
    scan.unitsRead = 0;
  }
  scan.unitsRead += 1;
}
