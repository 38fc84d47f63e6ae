import { BrokenDocument } from '../broken-document.ts';
import { boundPixels } from '../pixel-bound.ts';

/** What the header of a PNG says (W3C PNG, third edition, 11.2.1). */
export interface PngHeader {
  width: number;
  height: number;
  bitsPerPixel: number;
  palette: boolean;
  /** Bytes that name the one transparent colour; 0 where there is a palette or each pixel has its own transparency. */
  transparentColourBytes: number;
  interlaced: boolean;
}

/** Samples per pixel, allowed bit depths and length of a transparent colour (11.3.1.1) of each colour type. */
const colourTypes: Record<number, { samples: number; depths: readonly number[]; transparent: number }> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16], transparent: 2 },
  2: { samples: 3, depths: [8, 16], transparent: 6 },
  3: { samples: 1, depths: [1, 2, 4, 8], transparent: 0 },
  4: { samples: 2, depths: [8, 16], transparent: 0 },
  6: { samples: 4, depths: [8, 16], transparent: 0 },
};

/** The seven passes of an interlaced PNG: first column and row, then the steps (8.2, Adam7). */
const interlacePasses = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Reads IHDR and refuses a picture over the pixel bound before anything is inflated. */
export function readHeader(body: Uint8Array): PngHeader {
  if (body.length !== 13) throw new BrokenDocument('unreadable');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = body.subarray(8);
  const kind = colourTypes[colour];
  if (kind === undefined || !kind.depths.includes(depth)) throw new BrokenDocument('unreadable');
  if (compression !== 0 || filter !== 0 || interlace > 1) throw new BrokenDocument('unreadable');
  boundPixels(width, height);
  return {
    width,
    height,
    bitsPerPixel: depth * kind.samples,
    palette: colour === 3,
    transparentColourBytes: kind.transparent,
    interlaced: interlace === 1,
  };
}

/** The sizes of the reduced pictures that follow each other in the pixel data; one when not interlaced. */
export function passesOf({ width, height, interlaced }: PngHeader): { width: number; height: number }[] {
  if (!interlaced) return [{ width, height }];
  return interlacePasses
    .map(([left, top, across, down]) => ({
      width: Math.ceil((width - left) / across),
      height: Math.ceil((height - top) / down),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}
