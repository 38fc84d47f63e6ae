import { BrokenDocument } from '../broken-document.ts';
import type { BitReader } from './bit-reader.ts';
import type { Frame } from './frame.ts';
import { readSymbol } from './huffman.ts';
import { readScan, type Scan, type ScanPlane, tableOf, type VisitBlock } from './scan.ts';
import { categoryMax, readDc } from './sequential-scan.ts';

/** What a progressive AC scan carries from block to block: blocks still to come that end at once (T.81, G.1.2.2). */
interface Pass {
  scan: Scan;
  reader: BitReader;
  endedBlocks: number;
}

/** Reads how many blocks end here: this one and those that follow. */
const readEndRun = (reader: BitReader, run: number): number => (1 << run) + reader.bits(run);

function readFirstAc(pass: Pass, plane: ScanPlane, offset: number): void {
  if (pass.endedBlocks > 0) {
    pass.endedBlocks -= 1;
    return;
  }
  const { scan, reader } = pass;
  const ac = tableOf(plane.ac);
  for (let index = scan.spectralStart; index <= scan.spectralEnd; index += 1) {
    const symbol = readSymbol(reader, ac);
    const category = symbol & 15;
    const run = symbol >> 4;
    if (category === 0 && run < 15) {
      pass.endedBlocks = readEndRun(reader, run) - 1;
      return;
    }
    index += run;
    if (index > scan.spectralEnd || category > categoryMax.ac) throw new BrokenDocument('unreadable');
    if (category > 0)
      plane.component.coefficients[offset + index] = reader.signed(category) * (1 << scan.approximationLow);
  }
}

/** Adds one correction bit to a coefficient that is already known to differ from zero (T.81, G.1.2.3). */
function correct({ scan, reader }: Pass, coefficients: Int16Array, at: number): void {
  const value = coefficients[at] ?? 0;
  const bit = 1 << scan.approximationLow;
  if (reader.bits(1) === 1 && (Math.abs(value) & bit) === 0) coefficients[at] = value + (value > 0 ? bit : -bit);
}

/** Corrects known coefficients from `index` on and steps over `zeros` unknown ones; answers where the next belongs. */
function correctRun(
  pass: Pass,
  coefficients: Int16Array,
  place: { offset: number; index: number; zeros: number },
): number {
  let { index, zeros } = place;
  for (; index <= pass.scan.spectralEnd; index += 1) {
    if (coefficients[place.offset + index] !== 0) correct(pass, coefficients, place.offset + index);
    else if (zeros === 0) break;
    else zeros -= 1;
  }
  return index;
}

/** Reads one symbol of a refining scan and does what it says; answers the index of the next coefficient. */
function refineStep(pass: Pass, plane: ScanPlane, { offset, index }: { offset: number; index: number }): number {
  const { scan, reader } = pass;
  const { coefficients } = plane.component;
  const symbol = readSymbol(reader, tableOf(plane.ac));
  const category = symbol & 15;
  const run = symbol >> 4;
  if (category > 1) throw new BrokenDocument('unreadable');
  if (category === 0 && run < 15) {
    pass.endedBlocks = readEndRun(reader, run);
    return index;
  }
  const sign = category === 1 && reader.bits(1) === 0 ? -1 : 1;
  const place = correctRun(pass, coefficients, { offset, index, zeros: run });
  if (category === 0) return place + 1;
  if (place > scan.spectralEnd) throw new BrokenDocument('unreadable');
  coefficients[offset + place] = sign * (1 << scan.approximationLow);
  return place + 1;
}

function refineAc(pass: Pass, plane: ScanPlane, offset: number): void {
  let index = pass.scan.spectralStart;
  while (pass.endedBlocks === 0 && index <= pass.scan.spectralEnd) index = refineStep(pass, plane, { offset, index });
  if (pass.endedBlocks === 0) return;
  correctRun(pass, plane.component.coefficients, { offset, index, zeros: 64 });
  pass.endedBlocks -= 1;
}

function visitorOf(pass: Pass): VisitBlock {
  const { scan, reader } = pass;
  const bit = 1 << scan.approximationLow;
  if (scan.spectralStart > 0)
    return scan.approximationHigh === 0
      ? (plane, offset) => readFirstAc(pass, plane, offset)
      : (plane, offset) => refineAc(pass, plane, offset);
  if (scan.approximationHigh === 0)
    return (plane, offset) => {
      plane.component.coefficients[offset] = readDc(reader, plane) * bit;
    };
  return (plane, offset) => {
    const { coefficients } = plane.component;
    if (reader.bits(1) === 1) coefficients[offset] = (coefficients[offset] ?? 0) | bit;
  };
}

/** Reads one scan of a progressive picture: some coefficients of it, or one more bit of them (T.81, annex G). */
export function readProgressiveScan(frame: Frame, scan: Scan, reader: BitReader): void {
  const pass: Pass = { scan, reader, endedBlocks: 0 };
  readScan(frame, scan, {
    reader,
    visit: visitorOf(pass),
    onRestart: () => {
      pass.endedBlocks = 0;
    },
  });
}
