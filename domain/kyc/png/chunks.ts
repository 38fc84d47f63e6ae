import { BrokenDocument } from '../broken-document.ts';
import type { Compression } from '../compression.ts';

/** One chunk of a PNG (W3C PNG, third edition, 5.3). */
export interface Chunk {
  type: string;
  body: Uint8Array;
}

/** What checks and makes the checksums of chunks (W3C PNG, third edition, 5.5). */
type Checksum = Pick<Compression, 'crc32'>;

/** The eight bytes that begin every PNG. */
export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Reads the chunks up to and with IEND; what follows is never looked at. */
export function* readChunks(bytes: Uint8Array, { crc32 }: Checksum): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = pngSignature.length; ;) {
    if (at + 12 > bytes.length) throw new BrokenDocument('truncated');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw new BrokenDocument('truncated');
    if (view.getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) throw new BrokenDocument('unreadable');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, body: bytes.subarray(at + 8, end - 4) };
    if (type === 'IEND') return;
    at = end;
  }
}

const letters = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const word = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

/** The parts of a chunk whose body comes in parts, with its length and checksum. */
export function chunkParts(type: string, body: readonly Uint8Array[], { crc32 }: Checksum): Uint8Array[] {
  const name = letters(type);
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const checksum = body.reduce((before, part) => crc32(part, before), crc32(name));
  return [word(length), name, ...body, word(checksum)];
}
