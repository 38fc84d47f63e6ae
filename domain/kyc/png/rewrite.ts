import { BrokenDocument } from '../broken-document.ts';
import type { Compression } from '../compression.ts';
import { type Chunk, pngSignature, readChunks, writeChunk } from './chunks.ts';
import { passesOf, type PngHeader, readHeader } from './header.ts';

/** Chunks that a picture needs to look as it did; everything else is metadata, animation or unknown. */
const keptTypes = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** Filter types of a row (W3C PNG, third edition, 9.2). */
const filterTypeMax = 4;

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Collects the kept chunks: one header first, then at most one palette and one transparency, then pixels. */
function collect(bytes: Uint8Array): { header: Chunk; colours: Chunk[]; pixels: Uint8Array[] } {
  const [header, ...rest] = [...readChunks(bytes)];
  if (header?.type !== 'IHDR') throw new BrokenDocument('unreadable');
  const critical = (type: string): boolean => /^[A-Z]/.test(type);
  if (rest.some(({ type }) => type === 'IHDR' || (critical(type) && !keptTypes.has(type))))
    throw new BrokenDocument('unreadable');
  const colours = ['PLTE', 'tRNS'].flatMap((wanted) => rest.filter(({ type }) => type === wanted).slice(0, 1));
  const pixels = rest.filter(({ type }) => type === 'IDAT').map(({ body }) => body);
  return { header, colours, pixels };
}

/** Inflates the rows and checks that there are exactly as many as the header promises, each with a known filter. */
function inflateRows(pixels: Uint8Array, header: PngHeader, compression: Compression): Uint8Array {
  const passes = passesOf(header).map(({ width, height }) => ({
    height,
    rowBytes: 1 + Math.ceil((width * header.bitsPerPixel) / 8),
  }));
  const expected = passes.reduce((sum, { height, rowBytes }) => sum + height * rowBytes, 0);
  const rows = compression.inflate(pixels, expected);
  if (rows === undefined) throw new BrokenDocument('unreadable');
  if (rows.length < expected) throw new BrokenDocument('truncated');
  let at = 0;
  for (const { height, rowBytes } of passes) {
    for (let row = 0; row < height; row += 1, at += rowBytes)
      if ((rows[at] ?? 0) > filterTypeMax) throw new BrokenDocument('unreadable');
  }
  return rows;
}

/**
 * Takes a PNG apart to its rows and writes it anew: no pixel changes, and texts, Exif, times, profiles, animation frames
 * and whatever follows the image are gone.
 * @throws BrokenDocument too-many-pixels, truncated or unreadable
 */
export function rewritePng(bytes: Uint8Array, compression: Compression): Uint8Array {
  const { header, colours, pixels } = collect(bytes);
  const picture = readHeader(header.body);
  const palette = colours.find(({ type }) => type === 'PLTE');
  if (palette ? palette.body.length % 3 !== 0 : picture.palette) throw new BrokenDocument('unreadable');
  const rows = inflateRows(joined(pixels), picture, compression);
  const chunks = [header, ...colours, { type: 'IDAT', body: compression.deflate(rows) }];
  return joined([pngSignature, ...[...chunks, { type: 'IEND', body: new Uint8Array() }].map(writeChunk)]);
}
