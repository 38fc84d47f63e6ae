import { BrokenDocument } from '../broken-document.ts';
import { BitReader } from './bit-reader.ts';
import { type ColourNotes, noteSegment, openColourNotes } from './colour-notes.ts';
import { clearRow, type Frame, openFrame, plainPadding } from './frame.ts';
import { type HuffmanLookup, huffmanLookup } from './huffman.ts';
import { progressiveVisitor } from './progressive-scan.ts';
import { restartWhenDue, type Scan, type ScanPlane, type VisitBlock, visitRow } from './scan.ts';
import { sequentialVisitor } from './sequential-scan.ts';
import { defineHuffman, defineQuantisation, defineRestartInterval, openTables, type Tables } from './tables.ts';

/** Most scans that a picture may have: cameras write 1, progressive encoders about 10; more only serve to burn time. */
const scansMax = 64;

const marker = {
  startOfScan: 0xda,
  endOfImage: 0xd9,
  huffman: 0xc4,
  quantisation: 0xdb,
  restartInterval: 0xdd,
  arithmeticConditioning: 0xcc,
} as const;

interface Reading {
  bytes: Uint8Array;
  position: number;
  tables: Tables;
  notes: ColourNotes;
  frame: Frame | undefined;
  scans: OpenScan[];
}

/** A scan and what is done with each of its blocks. */
interface OpenScan {
  scan: Scan;
  visit: VisitBlock;
}

/** A picture whose scans are open at their beginnings, and the notes it needs to look as it did. */
export interface JpegPicture {
  frame: Frame;
  notes: ColourNotes;
  scans: readonly OpenScan[];
}

/**
 * Steps to the next marker and answers its code (T.81, B.1.1.2); fill bytes, leftovers and the entropy-coded data of a
 * scan are stepped over.
 */
function nextMarker(reading: Reading): number {
  const { bytes } = reading;
  for (let at = bytes.indexOf(0xff, reading.position); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] ?? 0;
    if (code === 0 || code === 0xff || (code >= 0xd0 && code <= 0xd7)) continue;
    reading.position = at + 2;
    return code;
  }
  throw new BrokenDocument('truncated');
}

/** Reads a segment's body: its length stands in its first two bytes. */
function segmentBody(reading: Reading): Uint8Array {
  const { bytes, position } = reading;
  const length = ((bytes[position] ?? 0) << 8) | (bytes[position + 1] ?? 0);
  if (position + Math.max(length, 2) > bytes.length) throw new BrokenDocument('truncated');
  if (length < 2) throw new BrokenDocument('unreadable');
  reading.position = position + length;
  return bytes.subarray(position + 2, position + length);
}

function planeOf({ tables }: Reading, frame: Frame, [id, slots]: [number, number]): ScanPlane {
  const component = frame.components.find((candidate) => candidate.id === id);
  if (component === undefined) throw new BrokenDocument('unreadable');
  component.quantisation ??= tables.quantisation[component.quantisationSlot];
  if (component.quantisation === undefined) throw new BrokenDocument('unreadable');
  const lookupOf = (table: Tables['dc'][number]): HuffmanLookup | undefined => table && huffmanLookup(table);
  return { component, prediction: 0, dc: lookupOf(tables.dc[slots >> 4]), ac: lookupOf(tables.ac[slots & 15]) };
}

/** Reads a scan header (T.81, B.2.3). */
function openScan(reading: Reading, frame: Frame, body: Uint8Array): Scan {
  const count = body[0] ?? 0;
  if (count < 1 || count > frame.components.length || body.length < 4 + count * 2)
    throw new BrokenDocument('unreadable');
  const planes = Array.from({ length: count }, (_, index) =>
    planeOf(reading, frame, [body[1 + index * 2] ?? 0, body[2 + index * 2] ?? 0]),
  );
  if (new Set(planes.map(({ component }) => component)).size < count) throw new BrokenDocument('unreadable');
  const [spectralStart = 0, spectralEnd = 0, approximation = 0] = body.subarray(1 + count * 2);
  return {
    planes,
    spectralStart,
    spectralEnd,
    approximationHigh: approximation >> 4,
    approximationLow: approximation & 15,
    restartInterval: reading.tables.restartInterval,
    reader: new BitReader(reading.bytes, reading.position),
    unitsRead: 0,
    endedBlocks: 0,
  };
}

/** Refuses progressive scans that no encoder writes (T.81, G.1.1.1.1). */
function boundProgression({ planes, spectralStart, spectralEnd, approximationLow, approximationHigh }: Scan): void {
  const bandFits = spectralStart === 0 ? spectralEnd === 0 : spectralEnd >= spectralStart && spectralEnd < 64;
  const planesFit = spectralStart === 0 || planes.length === 1;
  const approximationFits = approximationLow < 14 && [0, approximationLow + 1].includes(approximationHigh);
  if (!bandFits || !planesFit || !approximationFits) throw new BrokenDocument('unreadable');
}

/** Refuses a plane that is coded twice in a picture that codes each whole (T.81, A.2). */
function boundSequence({ planes }: Scan, earlier: readonly OpenScan[]): void {
  const coded = new Set(earlier.flatMap(({ scan }) => scan.planes.map(({ component }) => component)));
  if (planes.some(({ component }) => coded.has(component))) throw new BrokenDocument('unreadable');
}

/** Opens the scan that begins here; its data is read later, row by row. */
function openScanAt(reading: Reading, body: Uint8Array): void {
  const { frame, scans } = reading;
  if (frame === undefined || scans.length === scansMax) throw new BrokenDocument('unreadable');
  const scan = openScan(reading, frame, body);
  if (frame.progressive) boundProgression(scan);
  else boundSequence(scan, scans);
  scans.push({ scan, visit: frame.progressive ? progressiveVisitor(scan) : sequentialVisitor(scan) });
}

const isFrameHeader = (code: number): boolean => code >= 0xc0 && code <= 0xcf && code !== 0xc8;

function readSegment(reading: Reading, code: number): void {
  const body = segmentBody(reading);
  if (code === marker.huffman) defineHuffman(reading.tables, body);
  else if (code === marker.quantisation) defineQuantisation(reading.tables, body);
  else if (code === marker.restartInterval) defineRestartInterval(reading.tables, body);
  else if (code === marker.startOfScan) openScanAt(reading, body);
  else if (code !== marker.arithmeticConditioning && isFrameHeader(code)) {
    // 0xC0-0xC2 are Huffman-coded baseline, extended and progressive frames; the rest are lossless or arithmetic.
    if (code > 0xc2 || reading.frame !== undefined) throw new BrokenDocument('unreadable');
    reading.frame = openFrame(body, code === 0xc2);
  } else noteSegment(reading.notes, code, body);
}

/**
 * Reads the segments of a JPEG (ITU-T T.81) to the end of its image, and finds where its scans begin.
 * What follows the end is never looked at: phones append films and maps there, and so do polyglots.
 * @throws BrokenDocument too-many-pixels, truncated or unreadable
 */
export function openJpeg(bytes: Uint8Array): JpegPicture {
  const reading: Reading = {
    bytes,
    position: 2,
    tables: openTables(),
    notes: openColourNotes(),
    frame: undefined,
    scans: [],
  };
  for (let code = nextMarker(reading); code !== marker.endOfImage; code = nextMarker(reading))
    readSegment(reading, code);
  const { frame, notes, scans } = reading;
  if (frame === undefined || frame.components.some(({ quantisation }) => quantisation === undefined))
    throw new BrokenDocument('unreadable');
  return { frame, notes, scans };
}

/**
 * Decodes the next row of coded units down to its quantised coefficients, every bit that any scan says of it. A
 * progressive picture is not held whole for this: all of its scans advance row by row, side by side.
 * @param row counted from 0; rows are read once each, in order
 * @throws BrokenDocument unreadable
 */
export function readRow({ frame, scans }: JpegPicture, row: number): void {
  clearRow(frame);
  const place = { unitsWide: frame.unitsWide, row };
  for (const { scan, visit } of scans) visitRow(place, scan.planes, { visit, beforeUnit: () => restartWhenDue(scan) });
  plainPadding(frame, row);
}
