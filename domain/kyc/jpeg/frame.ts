import { BrokenDocument } from '../broken-document.ts';
import { boundPixels } from '../pixel-bound.ts';

/**
 * One colour plane of a picture, held as quantised coefficients in zigzag order: 64 per block, rows of blocks. Only one
 * row of coded units (MCUs) is held at a time, so that memory does not grow with the picture.
 */
export interface Component {
  id: number;
  /** Blocks of this plane in each coded unit (MCU), across and down: 1-4. */
  horizontal: number;
  vertical: number;
  quantisationSlot: number;
  /** The table that was in its slot when the plane was first coded. */
  quantisation: Uint16Array | undefined;
  /** Blocks that hold picture, without the padding of the last units. */
  codedBlocksWide: number;
  codedBlocksHigh: number;
  /** Blocks in one row, padding included. */
  blocksWide: number;
  coefficients: Int16Array;
  /** For each block, an index that no coefficient other than zero lies beyond. */
  lastIndexes: Uint8Array;
}

/** A picture before its pixels: geometry and coefficients (ITU-T T.81, A.1 and B.2.2). */
export interface Frame {
  progressive: boolean;
  width: number;
  height: number;
  unitsWide: number;
  unitsHigh: number;
  components: Component[];
}

const word = (body: Uint8Array, at: number): number => ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);

function samplingOf(body: Uint8Array, index: number): { horizontal: number; vertical: number } {
  const sampling = body[7 + index * 3] ?? 0;
  const horizontal = sampling >> 4;
  const vertical = sampling & 15;
  if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) throw new BrokenDocument('unreadable');
  return { horizontal, vertical };
}

function openComponent(
  body: Uint8Array,
  index: number,
  picture: Frame & { widest: number; tallest: number },
): Component {
  const { horizontal, vertical } = samplingOf(body, index);
  const blocksWide = picture.unitsWide * horizontal;
  return {
    id: body[6 + index * 3] ?? 0,
    horizontal,
    vertical,
    quantisationSlot: body[8 + index * 3] ?? 0,
    quantisation: undefined,
    codedBlocksWide: Math.ceil(Math.ceil((picture.width * horizontal) / picture.widest) / 8),
    codedBlocksHigh: Math.ceil(Math.ceil((picture.height * vertical) / picture.tallest) / 8),
    blocksWide,
    coefficients: new Int16Array(blocksWide * vertical * 64),
    lastIndexes: new Uint8Array(blocksWide * vertical),
  };
}

/**
 * Reads a frame header (T.81, B.2.2) and reserves room for one row of its units.
 * Only 8-bit Huffman-coded frames with 1, 3 or 4 planes are read: no camera and no scanner writes others.
 */
export function openFrame(body: Uint8Array, progressive: boolean): Frame {
  const planes = body[5] ?? 0;
  if (body[0] !== 8 || ![1, 3, 4].includes(planes) || body.length < 6 + planes * 3)
    throw new BrokenDocument('unreadable');
  const height = word(body, 1);
  const width = word(body, 3);
  boundPixels(width, height);
  const samplings = Array.from({ length: planes }, (_, index) => samplingOf(body, index));
  const widest = Math.max(...samplings.map(({ horizontal }) => horizontal));
  const tallest = Math.max(...samplings.map(({ vertical }) => vertical));
  const frame: Frame = {
    progressive,
    width,
    height,
    unitsWide: Math.ceil(width / (8 * widest)),
    unitsHigh: Math.ceil(height / (8 * tallest)),
    components: [],
  };
  const components = samplings.map((_, index) => openComponent(body, index, { ...frame, widest, tallest }));
  return { ...frame, components };
}

/** Empties the row of coded units that a frame holds. */
export function clearRow({ components }: Frame): void {
  for (const { coefficients, lastIndexes } of components) {
    coefficients.fill(0);
    lastIndexes.fill(0);
  }
}

/**
 * Makes the blocks that fill up the last units plain, each as bright as the picture next to it: no reader shows them, and
 * whatever they held would be carried along unseen.
 * @param row which row of coded units the frame holds
 */
export function plainPadding({ components }: Frame, row: number): void {
  for (const { coefficients, lastIndexes, blocksWide, codedBlocksWide, codedBlocksHigh, vertical } of components) {
    const high = Math.min(vertical, codedBlocksHigh - row * vertical);
    for (let down = 0; down < vertical; down += 1)
      for (let across = down < high ? codedBlocksWide : 0; across < blocksWide; across += 1) {
        const block = down * blocksWide + across;
        const neighbour = Math.min(down, high - 1) * blocksWide + Math.min(across, codedBlocksWide - 1);
        coefficients.fill(0, block * 64, block * 64 + 64);
        coefficients[block * 64] = coefficients[neighbour * 64] ?? 0;
        lastIndexes[block] = 0;
      }
  }
}
