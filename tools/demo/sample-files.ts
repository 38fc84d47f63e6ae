import { pdfFile } from '#test/support/pdf-files.ts';
import { joined, pngChunk, pngFile, pngHeader, pngPixels, withChunks } from '#test/support/picture-files.ts';
import type { DemoFile } from './documents.ts';

const width = 64;
const height = 40;

/** A picture in which no two calls share their pixels. */
function picture(seed: number): Uint8Array {
  const rowBytes = 1 + width * 3;
  const rows = Uint8Array.from({ length: rowBytes * height }, (_, at) => (at % rowBytes === 0 ? 0 : (at * seed) % 251));
  return pngFile(pngHeader(width, height), pngPixels(rows));
}

/** A photo of an identity card whose metadata say more than they should. */
export const photoWithMetadata = (seed: number, text: string): DemoFile => ({
  mediaType: 'image/png',
  bytes: withChunks(picture(seed), pngChunk('tEXt', `Comment\0${text}`)),
});

/** A scanned bill whose text is part of the document. */
export const billOnPaper = (text: string): DemoFile => ({
  mediaType: 'application/pdf',
  bytes: pdfFile({ objects: [`<</Producer(${text})>>`] }),
});

/** What must not get in, with the reason that its sender is told. */
export const badFiles: readonly (DemoFile & { calledName: string; reason: string })[] = [
  {
    calledName: 'a HEIC photo of an iPhone',
    mediaType: 'image/jpeg',
    bytes: joined('\0\0\0\u0018ftypheic\0\0\0\0'),
    reason: 'heic',
  },
  { calledName: 'a PNG that says it is a JPEG', mediaType: 'image/jpeg', bytes: picture(7), reason: 'type-mismatch' },
  { calledName: 'half a picture', mediaType: 'image/png', bytes: picture(11).subarray(0, 120), reason: 'truncated' },
  {
    calledName: 'a PDF with a script',
    mediaType: 'application/pdf',
    bytes: pdfFile({ objects: ['<</S/JavaScript/JS(app.alert\\(1\\))>>'] }),
    reason: 'script',
  },
];
