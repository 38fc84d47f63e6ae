import { BrokenDocument } from '../broken-document.ts';
import { checksum } from './checksum.ts';

/** One chunk of a PNG (W3C PNG, third edition, 5.3). */
export interface Chunk {
  type: string;
  body: Uint8Array;
}

/** The eight bytes that begin every PNG. */
export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Reads the chunks up to and with IEND; what follows is never looked at. */
export function* readChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = pngSignature.length; ;) {
    if (at + 12 > bytes.length) throw new BrokenDocument('truncated');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw new BrokenDocument('truncated');
    if (view.getUint32(end - 4) !== checksum(bytes.subarray(at + 4, end - 4))) throw new BrokenDocument('unreadable');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, body: bytes.subarray(at + 8, end - 4) };
    if (type === 'IEND') return;
    at = end;
  }
}

/** Writes one chunk with its length and checksum. */
export function writeChunk({ type, body }: Chunk): Uint8Array {
  const bytes = new Uint8Array(body.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  bytes.set(
    [...type].map((letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(body, 8);
  view.setUint32(bytes.length - 4, checksum(bytes.subarray(4, -4)));
  return bytes;
}
