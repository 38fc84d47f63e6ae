import { BrokenDocument } from '../broken-document.ts';
import { passesOf, type PngHeader } from './header.ts';

/** Filter types of a row (W3C PNG, third edition, 9.2). */
const filterTypeMax = 4;

/** Checks rows as they are inflated: exactly as many as the header promises, each with a known filter. */
export class RowCheck {
  /** Passes still to come: how many of their rows are left, and how long each is with its filter byte. */
  readonly #passes: { left: number; rowBytes: number }[];
  /** Bytes of all rows of the picture. */
  readonly byteCount: number;
  /** Bytes until the next row begins. */
  #untilRow = 0;

  constructor(header: PngHeader) {
    this.#passes = passesOf(header).map(({ width, height }) => ({
      left: height,
      rowBytes: 1 + Math.ceil((width * header.bitsPerPixel) / 8),
    }));
    this.byteCount = this.#passes.reduce((sum, { left, rowBytes }) => sum + left * rowBytes, 0);
  }

  /** Takes the next bytes. Throws BrokenDocument unreadable at an unknown filter and at a byte beyond the last row. */
  take(piece: Uint8Array): void {
    let at = this.#untilRow;
    while (at < piece.length) {
      const pass = this.#passes[0];
      if (pass === undefined || (piece[at] ?? 0) > filterTypeMax) throw new BrokenDocument('unreadable');
      at += pass.rowBytes;
      pass.left -= 1;
      if (pass.left === 0) this.#passes.shift();
    }
    this.#untilRow = at - piece.length;
  }

  /** Ends the picture. Throws BrokenDocument truncated when rows or bytes of the last one are missing. */
  end(): void {
    if (this.#untilRow > 0 || this.#passes.length > 0) throw new BrokenDocument('truncated');
  }
}
