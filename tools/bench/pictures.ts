import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import { openIndependentCodec, type Pixels } from '#test/support/independent-codec.ts';
import { pngFile, pngHeader, pngPixels } from '#test/support/picture-files.ts';

/** A picture whose intake is measured. */
export interface BenchPicture {
  name: string;
  mediaType: DocumentMediaType;
  bytes: Uint8Array;
}

/** Just below the bound of 24 megapixels. */
const large = { width: 5992, height: 4000 };
/** As large as a PNG of a photo may be within 10 MiB. */
const screenshot = { width: 2000, height: 1500 };

/** The same noise each time: 32 bits, of which the high ones are the better. */
function* noiseFrom(seed: number): Generator<number, never> {
  for (let state = seed; ; yield state >>> 0) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
}

/** Waves of 12 sizes over each other, as shades and textures are, and the grain of a sensor. */
function photo({ width, height }: { width: number; height: number }): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  const waves = Array.from({ length: 12 }, (_, index) => ({
    across: 0.002 * 1.7 ** index,
    down: 0.0017 * 1.6 ** index,
  }));
  const columns = waves.map(({ across }) => Float64Array.from({ length: width }, (_, x) => Math.sin(x * across)));
  const noise = noiseFrom(1);
  for (let y = 0; y < height; y += 1) {
    const heights = waves.map(({ down }, index) => (60 / (index + 1)) * Math.cos(y * down));
    for (let x = 0; x < width; x += 1) {
      const grain = (noise.next().value / 2 ** 32 - 0.5) * (x % 2000 < 700 ? 48 : 20);
      const shade = columns.reduce((sum, column, index) => sum + (column[x] ?? 0) * (heights[index] ?? 0), 120 + grain);
      data.set([shade + 10, shade, shade * 0.8 + x / 200, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** A scanned page as PNG: dark letters on paper that is not quite even, each row as differences (filter type 1). */
function scannedPage({ width, height }: { width: number; height: number }): Uint8Array {
  const rowBytes = 1 + width * 3;
  const rows = new Uint8Array(rowBytes * height);
  const noise = noiseFrom(7);
  for (let y = 0; y < height; y += 1) {
    rows[y * rowBytes] = 1;
    let before = 0;
    for (let x = 0; x < width; x += 1) {
      const letter = Math.imul((x >> 4) * 7919 + (y >> 5) * 104_729, 2_654_435_761) >>> 12;
      const stroke = (letter >> (((x >> 2) & 3) + 4 * ((y >> 3) & 3))) & 1;
      const isInk = y % 32 < 22 && x % 16 < 12 && stroke === 1;
      const shade = (isInk ? 30 : 250) - (noise.next().value >>> 27 === 0 ? 1 : 0);
      rows.fill(shade - before, y * rowBytes + 1 + x * 3, y * rowBytes + 4 + x * 3);
      before = shade;
    }
  }
  return pngFile(pngHeader(width, height), pngPixels(rows));
}

/** Makes the pictures: what phones, scanners and screenshots send, as large as it may be. */
export async function makePictures(): Promise<BenchPicture[]> {
  const codec = await openIndependentCodec();
  const pixels = photo(large);
  const ordinary = { quality: 85, trellis_multipass: false };
  const fullColour = { auto_subsample: false, chroma_subsample: 1 };
  const jpeg = async (name: string, options: Parameters<typeof codec.encodeJpeg>[1]): Promise<BenchPicture> => {
    const bytes = await codec.encodeJpeg(pixels, { ...ordinary, ...options });
    return { name, mediaType: 'image/jpeg', bytes };
  };
  const png = (name: string, bytes: Uint8Array): BenchPicture => ({
    name,
    mediaType: 'image/png',
    bytes,
  });
  return [
    await jpeg('JPEG of a photo', { progressive: false }),
    await jpeg('JPEG of a photo, progressive', { progressive: true }),
    await jpeg('JPEG of a photo, progressive, full colour', { progressive: true, ...fullColour }),
    png('PNG of a scanned page', scannedPage(large)),
    png('PNG of a photo', await codec.encodePng(photo(screenshot))),
  ];
}
