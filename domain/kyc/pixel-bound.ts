import { BrokenDocument } from './broken-document.ts';

/** The largest picture that is taken apart: 24 megapixels, above every phone's ordinary photo (OWASP ASVS 5.0, 5.2.6). */
export const pixelsMax = 24_000_000;

/** Refuses a picture by its declared size, before a single pixel is decoded. */
export function boundPixels(width: number, height: number): void {
  if (width < 1 || height < 1) throw new BrokenDocument('unreadable');
  if (width * height > pixelsMax) throw new BrokenDocument('too-many-pixels');
}
