import { crc32, deflateSync } from 'node:zlib';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Joins bytes and texts. */
export const joined = (...parts: (Uint8Array | string)[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin(part) : part))));

/** One JPEG segment. */
export function jpegSegment(marker: number, body: Uint8Array | string): Uint8Array {
  const bytes = joined(body);
  return joined(Uint8Array.of(0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff), bytes);
}

/** Puts segments right after the start of a JPEG. */
export const withSegments = (jpeg: Uint8Array, ...segments: Uint8Array[]): Uint8Array =>
  joined(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2));

/** An Exif segment with an orientation and text that stands for place and device. */
export function exifSegment(orientation: number, text: string): Uint8Array {
  const header = Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0);
  return jpegSegment(0xe1, joined('Exif\0\0', header, Uint8Array.of(0, 0, 0, 0), text));
}

/** Where the frame header of a JPEG begins: its marker, of any of the kinds that codecs write. */
export function frameAt(jpeg: Uint8Array): number {
  for (let at = 2; ; at += 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!))
    if ([0xc0, 0xc1, 0xc2].includes(jpeg[at + 1]!)) return at;
}

/** Copies a JPEG with its frame header changed: offsets count from the marker. */
export function withFrame(jpeg: Uint8Array, change: Record<number, number>): Uint8Array {
  const copy = Uint8Array.from(jpeg);
  for (const [offset, value] of Object.entries(change)) copy[frameAt(jpeg) + Number(offset)] = value;
  return copy;
}

/** One PNG chunk with its checksum. */
export function pngChunk(type: string, body: Uint8Array | string): Uint8Array {
  const bytes = joined(type, body);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(bytes.length - 4, 0);
  frame.writeUInt32BE(crc32(bytes), 4);
  return joined(frame.subarray(0, 4), bytes, frame.subarray(4));
}

/** A header chunk; 8-bit RGB unless said otherwise. */
export function pngHeader(
  width: number,
  height: number,
  form: { depth?: number; colour?: number; interlace?: number } = {},
): Uint8Array {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.set([form.depth ?? 8, form.colour ?? 2, 0, 0, form.interlace ?? 0], 8);
  return pngChunk('IHDR', body);
}

/** A PNG of the given chunks, signature and end included. */
export const pngFile = (...chunks: Uint8Array[]): Uint8Array =>
  joined(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), ...chunks, pngChunk('IEND', ''));

/** A pixel chunk of raw rows, filter bytes included. */
export const pngPixels = (rows: Uint8Array): Uint8Array => pngChunk('IDAT', deflateSync(rows));

/** Puts chunks right after the header of a PNG. */
export const withChunks = (png: Uint8Array, ...chunks: Uint8Array[]): Uint8Array =>
  joined(png.subarray(0, 33), ...chunks, png.subarray(33));
