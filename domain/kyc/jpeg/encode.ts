import { BrokenDocument } from '../broken-document.ts';
import { BitWriter } from './bit-writer.ts';
import { colourSegments } from './colour-notes.ts';
import type { JpegPicture } from './decode.ts';
import type { Component, Frame } from './frame.ts';
import { huffmanCodes, type HuffmanTable } from './huffman.ts';
import { visitBlocks } from './scan.ts';
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
function scansOf({ components }: Frame): { component: Component; slot: 0 | 1 }[][] {
  const planes = components.map((component, index) => ({ component, slot: tableSlot(index) }));
  const blocks = components.reduce((sum, { horizontal, vertical }) => sum + horizontal * vertical, 0);
  return blocks > blocksPerUnitMax ? planes.map((plane) => [plane]) : [planes];
}

function scanHeader(planes: ReturnType<typeof scansOf>[number]): Uint8Array {
  const selectors = planes.flatMap(({ component, slot }) => [component.id, slot * 0x11]);
  return segment(0xda, Uint8Array.of(planes.length, ...selectors, 0, 63, 0));
}

/** Bits that a value needs (T.81, F.1.2.1): 0 for zero. */
const categoryOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

function writeValue(writer: BitWriter, value: number, category: number): void {
  if (category > 0) writer.write(value < 0 ? value - 1 : value, category);
}

function writeSymbol(writer: BitWriter, codes: Uint32Array, symbol: number): void {
  const code = codes[symbol] ?? 0;
  writer.write(code & 0xffff, code >>> 16);
}

function writeDc(writer: BitWriter, codes: Codes, difference: number): void {
  const category = categoryOf(difference);
  if (category > categoryMax.dc) throw new BrokenDocument('unreadable');
  writeSymbol(writer, codes.dc, category);
  writeValue(writer, difference, category);
}

function writeAc(writer: BitWriter, codes: Codes, block: { coefficients: Int16Array; offset: number }): void {
  let zeros = 0;
  for (let index = 1; index < 64; index += 1) {
    const value = block.coefficients[block.offset + index] ?? 0;
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) writeSymbol(writer, codes.ac, 0xf0);
    const category = categoryOf(value);
    if (category > categoryMax.ac) throw new BrokenDocument('unreadable');
    writeSymbol(writer, codes.ac, (zeros << 4) | category);
    writeValue(writer, value, category);
    zeros = 0;
  }
  if (zeros > 0) writeSymbol(writer, codes.ac, 0x00);
}

const standardCodes = (): Codes[] =>
  standardTables.map(({ dc, ac }) => ({ dc: huffmanCodes(dc), ac: huffmanCodes(ac) }));

function writeScan(writer: BitWriter, frame: Frame, planes: ReturnType<typeof scansOf>[number]): void {
  const codes = standardCodes();
  const codesByComponent = new Map(planes.map(({ component, slot }) => [component, codes[slot]]));
  const scanPlanes = planes.map(({ component }) => ({ component, dc: undefined, ac: undefined, prediction: 0 }));
  writer.append(scanHeader(planes));
  visitBlocks(frame, scanPlanes, {
    betweenUnits: () => undefined,
    visit: (plane, offset) => {
      const { coefficients } = plane.component;
      const planeCodes = codesByComponent.get(plane.component);
      if (planeCodes === undefined) throw new BrokenDocument('unreadable');
      const dc = coefficients[offset] ?? 0;
      writeDc(writer, planeCodes, dc - plane.prediction);
      plane.prediction = dc;
      writeAc(writer, planeCodes, { coefficients, offset });
    },
  });
  writer.flush();
}

/**
 * Writes a picture as a fresh sequential JPEG with the tables of annex K: the same coefficients, hence the same pixels,
 * and no byte of the original besides them.
 */
export function encodeJpeg({ frame, notes }: JpegPicture): Uint8Array {
  const writer = new BitWriter();
  writer.append(Uint8Array.of(0xff, 0xd8));
  for (const { marker, body } of colourSegments(notes)) writer.append(segment(marker, body));
  for (const [index, { quantisation }] of frame.components.entries())
    if (quantisation) writer.append(segment(0xdb, quantisationBody(quantisation, index)));
  writer.append(frameHeader(frame));
  for (const [slot, { dc, ac }] of standardTables.entries()) {
    writer.append(segment(0xc4, huffmanBody(0, slot, dc)));
    writer.append(segment(0xc4, huffmanBody(1, slot, ac)));
  }
  for (const planes of scansOf(frame)) writeScan(writer, frame, planes);
  writer.append(Uint8Array.of(0xff, 0xd9));
  return writer.bytes();
}
