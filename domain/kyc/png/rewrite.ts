import { BrokenDocument } from '../broken-document.ts';
import type { Compression } from '../compression.ts';
import { type Chunk, chunkParts, pngSignature, readChunks } from './chunks.ts';
import { colourChunks } from './colours.ts';
import { readHeader } from './header.ts';
import { RowCheck } from './row-check.ts';

/** The critical chunks that there are; no reader may pass over another (W3C PNG, third edition, 5.4). */
const knownTypes = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Collects the chunks that matter: one header first, then what may say something about colours, then pixels. */
function collect(
  bytes: Uint8Array,
  compression: Compression,
): { header: Chunk; beforePixels: Chunk[]; pixels: Uint8Array[] } {
  const [header, ...rest] = [...readChunks(bytes, compression)];
  if (header?.type !== 'IHDR') throw new BrokenDocument('unreadable');
  const critical = (type: string): boolean => /^[A-Z]/.test(type);
  if (rest.some(({ type }) => type === 'IHDR' || (critical(type) && !knownTypes.has(type))))
    throw new BrokenDocument('unreadable');
  const firstPixels = rest.findIndex(({ type }) => type === 'IDAT');
  const pixels = rest.filter(({ type }) => type === 'IDAT').map(({ body }) => body);
  return { header, beforePixels: rest.slice(0, Math.max(firstPixels, 0)), pixels };
}

/** Rows that shrank to no less than half are noise, such as a photo's: shrinking them again costs most and gains little. */
const isDense = (pixels: readonly Uint8Array[], rowBytes: number): boolean =>
  rowBytes < 2 * pixels.reduce((sum, { length }) => sum + length, 0);

/**
 * Takes a PNG apart to its rows and writes it anew: no pixel changes, and texts, Exif, times, profiles, animation frames
 * and whatever follows the image are gone. The rows are never held whole.
 * @throws BrokenDocument too-many-pixels, truncated or unreadable; it rejects with them
 */
export async function rewritePng(bytes: Uint8Array, compression: Compression): Promise<Uint8Array> {
  const { header, beforePixels, pixels } = collect(bytes, compression);
  const picture = readHeader(header.body);
  const colours = colourChunks(beforePixels, picture);
  const rows = new RowCheck(picture);
  const effort = isDense(pixels, rows.byteCount) ? 'store' : 'fast';
  const recompressed = await compression.recompress(pixels, effort, (piece) => rows.take(piece));
  if (recompressed === undefined) throw new BrokenDocument('unreadable');
  rows.end();
  const chunks = [header, ...colours].flatMap(({ type, body }) => chunkParts(type, [body], compression));
  const end = chunkParts('IEND', [], compression);
  return joined([pngSignature, ...chunks, ...chunkParts('IDAT', recompressed, compression), ...end]);
}
