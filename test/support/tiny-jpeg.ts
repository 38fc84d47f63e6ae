import { joined, jpegSegment } from './picture-files.ts';

/** Zeros and ones as bytes, filled up with ones, a zero stuffed behind each byte of ones. */
function entropyCoded(bits: string): Uint8Array {
  const filled = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const values = (filled.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return Uint8Array.from(values.flatMap((value) => (value === 0xff ? [0xff, 0] : [value])));
}

const divisors = jpegSegment(0xdb, joined(Uint8Array.of(0), new Uint8Array(64).fill(1)));

/** One plane of a tiny JPEG: blocks in its only coded unit. */
type Sampling = readonly [across: number, down: number];

/**
 * A JPEG of one coded unit, written by hand bit by bit, for forms that no codec at hand writes. Two codes exist: `0` ends
 * a block (and says that brightness does not change), `10` announces a value of ten bits right behind.
 * @param form.planes sampling of each plane; one of grey unless said otherwise
 * @param form.bits the entropy-coded bits, as zeros and ones, filled up with ones to whole bytes
 * @param form.frameMarker which kind of frame it says it is; a baseline one unless said otherwise
 */
export function tinyJpeg(form: {
  size?: readonly [width: number, height: number];
  planes?: readonly Sampling[];
  bits: string;
  segments?: readonly Uint8Array[];
  frameMarker?: number;
  scans?: readonly (readonly number[])[];
}): Uint8Array {
  const { size = [8, 8], planes = [[1, 1]], bits, segments = [], frameMarker = 0xc0 } = form;
  const frame = planes.flatMap(([across, down], index) => [index + 1, (across << 4) | down, 0]);
  const counts = [1, 1, ...Array.from({ length: 14 }, () => 0)];
  const scans = (form.scans ?? [planes.map((_, index) => index + 1)]).flatMap((ids) => [
    jpegSegment(0xda, Uint8Array.of(ids.length, ...ids.flatMap((id) => [id, 0]), 0, 63, 0)),
    entropyCoded(bits),
  ]);
  return joined(
    Uint8Array.of(0xff, 0xd8),
    ...segments,
    divisors,
    jpegSegment(frameMarker, Uint8Array.of(8, 0, size[1], 0, size[0], planes.length, ...frame)),
    jpegSegment(0xc4, Uint8Array.of(0x00, ...counts, 0, 10)),
    jpegSegment(0xc4, Uint8Array.of(0x10, ...counts, 0x00, 0x0a)),
    ...scans,
    Uint8Array.of(0xff, 0xd9),
  );
}

/** A plain grey progressive JPEG of 5,992 by 4,000 pixels in 64 scans, each of which says of every block that it ends. */
export function manyScansJpeg(): Uint8Array {
  const [width, height] = [5992, 4000];
  const blocks = (width / 8) * (height / 8);
  const oneCode = [1, ...Array.from({ length: 15 }, () => 0)];
  // Code 0xE0 and 14 ones: this block and the 32,766 that follow (T.81, G.1.2.2).
  const ended = entropyCoded(`0${'1'.repeat(14)}`.repeat(Math.ceil(blocks / 32_767)));
  const bands = Array.from({ length: 63 }, (_, index) =>
    joined(jpegSegment(0xda, Uint8Array.of(1, 1, 0, index + 1, index + 1, 0)), ended),
  );
  return joined(
    Uint8Array.of(0xff, 0xd8),
    divisors,
    jpegSegment(0xc2, Uint8Array.of(8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0)),
    jpegSegment(0xc4, Uint8Array.of(0x00, ...oneCode, 0)),
    jpegSegment(0xc4, Uint8Array.of(0x10, ...oneCode, 0xe0)),
    jpegSegment(0xda, Uint8Array.of(1, 1, 0, 0, 0, 0)),
    new Uint8Array(Math.ceil(blocks / 8)),
    ...bands,
    Uint8Array.of(0xff, 0xd9),
  );
}
