import { BrokenDocument } from '../broken-document.ts';
import type { BitReader } from './bit-reader.ts';
import type { Component } from './frame.ts';
import { readSymbol } from './huffman.ts';
import { type Scan, type ScanPlane, tableOf, type VisitBlock } from './scan.ts';
import { categoryMax, readDc } from './sequential-scan.ts';

/** Reads how many blocks end here: this one and those that follow. */
const readEndRun = (reader: BitReader, run: number): number => (1 << run) + reader.bits(run);

/** Notes that a coefficient of a block is not zero. */
function noteIndex({ lastIndexes }: Component, block: number, index: number): void {
  if (index > (lastIndexes[block] ?? 0)) lastIndexes[block] = index;
}

function readFirstAc(scan: Scan, plane: ScanPlane, block: number): void {
  if (scan.endedBlocks > 0) {
    scan.endedBlocks -= 1;
    return;
  }
  const { reader, spectralEnd, approximationLow } = scan;
  const { component } = plane;
  const ac = tableOf(plane.ac);
  for (let index = scan.spectralStart; index <= spectralEnd; index += 1) {
    const symbol = readSymbol(reader, ac);
    const category = symbol & 15;
    const run = symbol >> 4;
    if (category === 0 && run < 15) {
      scan.endedBlocks = readEndRun(reader, run) - 1;
      return;
    }
    index += run;
    if (index > spectralEnd || category > categoryMax.ac) throw new BrokenDocument('unreadable');
    if (category === 0) continue;
    component.coefficients[block * 64 + index] = reader.signed(category) * (1 << approximationLow);
    noteIndex(component, block, index);
  }
}

/** Adds one correction bit to a coefficient that is already known to differ from zero (T.81, G.1.2.3). */
function correct({ reader, approximationLow }: Scan, coefficients: Int16Array, at: number): void {
  if (reader.bits(1) === 0) return;
  const value = coefficients[at] ?? 0;
  const bit = 1 << approximationLow;
  if ((Math.abs(value) & bit) === 0) coefficients[at] = value + (value > 0 ? bit : -bit);
}

/** Corrects known coefficients from `index` on and steps over `zeros` unknown ones; answers where the next belongs. */
function correctRun(
  scan: Scan,
  coefficients: Int16Array,
  place: { offset: number; index: number; zeros: number },
): number {
  const { offset } = place;
  let { index, zeros } = place;
  for (; index <= scan.spectralEnd; index += 1) {
    if (coefficients[offset + index] !== 0) correct(scan, coefficients, offset + index);
    else if (zeros === 0) break;
    else zeros -= 1;
  }
  return index;
}

/** Reads one symbol of a refining scan and does what it says; answers the index of the next coefficient. */
function refineStep(scan: Scan, plane: ScanPlane, { block, index }: { block: number; index: number }): number {
  const { reader } = scan;
  const { component } = plane;
  const symbol = readSymbol(reader, tableOf(plane.ac));
  const category = symbol & 15;
  const run = symbol >> 4;
  if (category > 1) throw new BrokenDocument('unreadable');
  if (category === 0 && run < 15) {
    scan.endedBlocks = readEndRun(reader, run);
    return index;
  }
  const sign = category === 1 && reader.bits(1) === 0 ? -1 : 1;
  const place = correctRun(scan, component.coefficients, { offset: block * 64, index, zeros: run });
  if (category === 0) return place + 1;
  if (place > scan.spectralEnd) throw new BrokenDocument('unreadable');
  component.coefficients[block * 64 + place] = sign * (1 << scan.approximationLow);
  noteIndex(component, block, place);
  return place + 1;
}

function refineAc(scan: Scan, plane: ScanPlane, block: number): void {
  let index = scan.spectralStart;
  while (scan.endedBlocks === 0 && index <= scan.spectralEnd) index = refineStep(scan, plane, { block, index });
  if (scan.endedBlocks === 0) return;
  // Beyond the last known coefficient there is nothing to correct.
  if (index <= (plane.component.lastIndexes[block] ?? 0))
    correctRun(scan, plane.component.coefficients, { offset: block * 64, index, zeros: 64 });
  scan.endedBlocks -= 1;
}

function readFirstDc({ reader, approximationLow }: Scan, plane: ScanPlane, block: number): void {
  plane.component.coefficients[block * 64] = readDc(reader, plane) * (1 << approximationLow);
}

function refineDc({ reader, approximationLow }: Scan, plane: ScanPlane, block: number): void {
  const { coefficients } = plane.component;
  if (reader.bits(1) === 1) coefficients[block * 64] = (coefficients[block * 64] ?? 0) | (1 << approximationLow);
}

/** Reads the blocks of a progressive scan: some coefficients of the picture, or one more bit of them (T.81, annex G). */
export function progressiveVisitor(scan: Scan): VisitBlock {
  const first = scan.approximationHigh === 0;
  const dc = first ? readFirstDc : refineDc;
  const ac = first ? readFirstAc : refineAc;
  const read = scan.spectralStart === 0 ? dc : ac;
  return (plane, block) => {
    read(scan, plane, block);
    scan.reader.checkEnd();
  };
}
