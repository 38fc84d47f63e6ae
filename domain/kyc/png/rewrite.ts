import { BrokenDocument } from '../broken-document.ts';
import type { Compression } from '../compression.ts';
import { type Chunk, chunkParts, pngSignature, readChunks } from './chunks.ts';
import { readHeader } from './header.ts';
import { RowCheck } from './row-check.ts';

/** Chunks that a picture needs to look as it did; everything else is metadata, animation or unknown. */
const keptTypes = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

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
function collect(
  bytes: Uint8Array,
  compression: Compression,
): { header: Chunk; colours: Chunk[]; pixels: Uint8Array[] } {
  const [header, ...rest] = [...readChunks(bytes, compression)];
  if (header?.type !== 'IHDR') throw new BrokenDocument('unreadable');
  const critical = (type: string): boolean => /^[A-Z]/.test(type);
  if (rest.some(({ type }) => type === 'IHDR' || (critical(type) && !keptTypes.has(type))))
    throw new BrokenDocument('unreadable');
  const colours = ['PLTE', 'tRNS'].flatMap((wanted) => rest.filter(({ type }) => type === wanted).slice(0, 1));
  const pixels = rest.filter(({ type }) => type === 'IDAT').map(({ body }) => body);
  return { header, colours, pixels };
}

/**
 * Takes a PNG apart to its rows and writes it anew: no pixel changes, and texts, Exif, times, profiles, animation frames
 * and whatever follows the image are gone. The rows are never held whole.
 * @throws BrokenDocument too-many-pixels, truncated or unreadable; it rejects with them
 */
export async function rewritePng(bytes: Uint8Array, compression: Compression): Promise<Uint8Array> {
  const { header, colours, pixels } = collect(bytes, compression);
  const picture = readHeader(header.body);
  const palette = colours.find(({ type }) => type === 'PLTE');
  if (palette ? palette.body.length % 3 !== 0 : picture.palette) throw new BrokenDocument('unreadable');
  const rows = new RowCheck(picture);
  const recompressed = await compression.recompress(pixels, (piece) => rows.take(piece));
  if (recompressed === undefined) throw new BrokenDocument('unreadable');
  rows.end();
  const chunks = [header, ...colours].flatMap(({ type, body }) => chunkParts(type, [body], compression));
  const end = chunkParts('IEND', [], compression);
  return joined([pngSignature, ...chunks, ...chunkParts('IDAT', recompressed, compression), ...end]);
}
