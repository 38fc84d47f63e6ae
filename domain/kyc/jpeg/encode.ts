import { BrokenDocument } from '../broken-document.ts';
import { BitWriter } from './bit-writer.ts';
import { colourSegments } from './colour-notes.ts';
import type { JpegPicture } from './decode.ts';
import type { Component, Frame } from './frame.ts';
import { huffmanCodes, type HuffmanTable } from './huffman.ts';
import { type ScanPlane, type VisitBlock, visitRow } from './scan.ts';
import { categoryMax } from './sequential-scan.ts';
import { standardTables } from './standard-tables.ts';

interface Codes {
  dc: Uint32Array;
  ac: Uint32Array;
}

/** The table pair of a plane: brightness (and black) use the first, the two colour planes the second. */
const tableSlot = (index: number): 0 | 1 => (index === 1 || index === 2 ? 1 : 0);

const segment = (marker: number, body: Uint8Array): Uint8Array => {
  const length = body.length + 2;
  const bytes = new Uint8Array(length + 2);
  bytes.set([0xff, marker, length >> 8, length & 0xff]);
  bytes.set(body, 4);
  return bytes;
};

function quantisationBody(table: Uint16Array, slot: number): Uint8Array {
  if (table.every((value) => value < 256)) return Uint8Array.of(slot, ...table);
  return Uint8Array.of(0x10 | slot, ...[...table].flatMap((value) => [value >> 8, value & 0xff]));
}

function frameHeader({ components, width, height }: Frame): Uint8Array {
  const wide = components.some(({ quantisation }) => quantisation?.some((value) => value > 255));
  const planes = components.flatMap(({ id, horizontal, vertical }, index) => [id, (horizontal << 4) | vertical, index]);
  const size = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  // A baseline frame (0xC0) allows 8-bit quantisation only; an extended one (0xC1) allows 16-bit (T.81, B.2.4.1).
  return segment(wide ? 0xc1 : 0xc0, Uint8Array.of(8, ...size, components.length, ...planes));
}

const huffmanBody = (kind: 0 | 1, slot: number, { counts, symbols }: HuffmanTable): Uint8Array =>
  Uint8Array.of((kind << 4) | slot, ...counts, ...symbols);

/** Most blocks that one coded unit of an interleaved scan may hold (T.81, B.2.3). */
const blocksPerUnitMax = 10;

/** One scan of all planes, or one scan each where a unit of all would be larger than the standard allows. */
function scanPlanesOf({ components }: Frame): { component: Component; slot: 0 | 1 }[][] {
  const planes = components.map((component, index) => ({ component, slot: tableSlot(index) }));
  const blocks = components.reduce((sum, { horizontal, vertical }) => sum + horizontal * vertical, 0);
  return blocks > blocksPerUnitMax ? planes.map((plane) => [plane]) : [planes];
}

function scanHeader(planes: ReturnType<typeof scanPlanesOf>[number]): Uint8Array {
  const selectors = planes.flatMap(({ component, slot }) => [component.id, slot * 0x11]);
  return segment(0xda, Uint8Array.of(planes.length, ...selectors, 0, 63, 0));
}

/** Bits that a value needs (T.81, F.1.2.1): 0 for zero. */
const categoryOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

/** Writes a code, and the value that it announces: a negative one less one, in as many bits (T.81, F.1.2.1). */
function writeCoded(writer: BitWriter, code: number, { value, category }: { value: number; category: number }): void {
  const bits = (value + (value >> 31)) & ((1 << category) - 1);
  writer.write(((code & 0xffff) << category) | bits, (code >>> 16) + category);
}

function writeDc(writer: BitWriter, codes: Codes, difference: number): void {
  const category = categoryOf(difference);
  if (category > categoryMax.dc) throw new BrokenDocument('unreadable');
  writeCoded(writer, codes.dc[category] ?? 0, { value: difference, category });
}

function writeAc(writer: BitWriter, { ac }: Codes, block: { coefficients: Int16Array; offset: number; last: number }) {
  const { coefficients, offset, last } = block;
  let zeros = 0;
  for (let index = 1; index <= last; index += 1) {
    const value = coefficients[offset + index] ?? 0;
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) writeCoded(writer, ac[0xf0] ?? 0, { value: 0, category: 0 });
    const category = categoryOf(value);
    if (category > categoryMax.ac) throw new BrokenDocument('unreadable');
    writeCoded(writer, ac[(zeros << 4) | category] ?? 0, { value, category });
    zeros = 0;
  }
  if (last - zeros < 63) writeCoded(writer, ac[0x00] ?? 0, { value: 0, category: 0 });
}

const standardCodes = (): Codes[] =>
  standardTables.map(({ dc, ac }) => ({ dc: huffmanCodes(dc), ac: huffmanCodes(ac) }));

/** A scan that is being written. */
interface OutputScan {
  writer: BitWriter;
  planes: ScanPlane[];
  visit: VisitBlock;
}

/** A picture that is being written: a scan alone stands right behind the headers, several are joined in the end. */
export interface JpegOutput {
  frame: Frame;
  writer: BitWriter;
  scans: OutputScan[];
}

function openScan(writer: BitWriter, planes: ReturnType<typeof scanPlanesOf>[number]): OutputScan {
  const codes = standardCodes();
  const codesOf = new Map(planes.map(({ component, slot }) => [component, codes[slot]]));
  writer.append(scanHeader(planes));
  return {
    writer,
    planes: planes.map(({ component }) => ({ component, dc: undefined, ac: undefined, prediction: 0 })),
    visit: (plane, block) => {
      const { coefficients, lastIndexes } = plane.component;
      const planeCodes = codesOf.get(plane.component);
      if (planeCodes === undefined) throw new BrokenDocument('unreadable');
      const offset = block * 64;
      const dc = coefficients[offset] ?? 0;
      writer.openBlock();
      writeDc(writer, planeCodes, dc - plane.prediction);
      plane.prediction = dc;
      writeAc(writer, planeCodes, { coefficients, offset, last: lastIndexes[block] ?? 0 });
    },
  };
}

/**
 * Begins a picture as a fresh sequential JPEG with the tables of annex K: the same coefficients, hence the same pixels,
 * and no byte of the original besides them.
 * @param byteCount length of the original
 */
export function openOutput({ frame, notes }: Pick<JpegPicture, 'frame' | 'notes'>, byteCount: number): JpegOutput {
  // The tables of annex K write ordinary photos a tenth longer than tables made for the very photo.
  const writer = new BitWriter(byteCount + (byteCount >> 1));
  writer.append(Uint8Array.of(0xff, 0xd8));
  for (const { marker, body } of colourSegments(notes)) writer.append(segment(marker, body));
  for (const [index, { quantisation }] of frame.components.entries())
    if (quantisation) writer.append(segment(0xdb, quantisationBody(quantisation, index)));
  writer.append(frameHeader(frame));
  for (const [slot, { dc, ac }] of standardTables.entries()) {
    writer.append(segment(0xc4, huffmanBody(0, slot, dc)));
    writer.append(segment(0xc4, huffmanBody(1, slot, ac)));
  }
  const [first, ...others] = scanPlanesOf(frame);
  const scans = [
    ...(first ? [openScan(writer, first)] : []),
    ...others.map((planes) => openScan(new BitWriter(0), planes)),
  ];
  return { frame, writer, scans };
}

/**
 * Writes the row of coded units that the frame holds now.
 * @param row counted from 0
 * @throws BrokenDocument unreadable, when a coefficient is larger than an 8-bit picture may have
 */
export function writeRow({ frame, scans }: JpegOutput, row: number): void {
  const place = { unitsWide: frame.unitsWide, row };
  for (const { planes, visit } of scans) visitRow(place, planes, { visit, beforeUnit: () => undefined });
}

/** Ends the picture and answers its bytes. */
export function closeOutput({ writer, scans }: JpegOutput): Uint8Array {
  for (const scan of scans) scan.writer.flush();
  for (const scan of scans.slice(1)) writer.append(scan.writer.bytes());
  writer.append(Uint8Array.of(0xff, 0xd9));
  return writer.bytes();
}
