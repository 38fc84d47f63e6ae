import { BrokenDocument } from '../broken-document.ts';
import type { Chunk } from './chunks.ts';
import type { PngHeader } from './header.ts';

/** The palette of a picture that has one (11.2.2): as many colours as its pixels can name, and no byte more. */
function paletteOf(chunks: readonly Chunk[], header: PngHeader): Chunk {
  const palette = chunks.find(({ type }) => type === 'PLTE');
  const bytes = palette?.body.length ?? 0;
  if (palette === undefined || bytes === 0 || bytes % 3 !== 0 || bytes / 3 > 2 ** header.bitsPerPixel)
    throw new BrokenDocument('unreadable');
  return palette;
}

/**
 * Chooses the chunks that colours need, from those before the pixels: where other writers leave a palette as a hint, or
 * a transparency that readers pass over, there is room for hundreds of bytes that no picture shows.
 * @throws BrokenDocument unreadable, when one does not fit the picture
 */
export function colourChunks(chunks: readonly Chunk[], header: PngHeader): Chunk[] {
  const transparency = chunks.filter(({ type }) => type === 'tRNS').slice(0, 1);
  const bytes = transparency[0]?.body.length;
  if (header.palette) {
    const palette = paletteOf(chunks, header);
    if (bytes !== undefined && bytes > palette.body.length / 3) throw new BrokenDocument('unreadable');
    return [palette, ...transparency];
  }
  if (header.transparentColourBytes === 0) return [];
  if (bytes !== undefined && bytes !== header.transparentColourBytes) throw new BrokenDocument('unreadable');
  return transparency;
}
