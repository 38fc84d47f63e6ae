import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectDocument } from '#domain/kyc/inspection.ts';
import { rewriteJpeg } from '#domain/kyc/jpeg/rewrite.ts';
import { standardTables } from '#domain/kyc/jpeg/standard-tables.ts';
import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import { rewritePng } from '#domain/kyc/png/rewrite.ts';
import { zlibCompression } from '#stores/kyc/compression.ts';
import { oddFiles } from '#test/support/documents.ts';
import { type JpegOptions, openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { tinyJpeg } from '#test/support/tiny-jpeg.ts';
import { exifSegment, pngFile, pngHeader, pngPixels, withSegments } from '#test/support/picture-files.ts';

const codec = await openIndependentCodec();

describe('a rewritten JPEG shows exactly what the original showed', () => {
  const sizes = [
    [1, 1],
    [8, 8],
    [17, 33],
    [64, 16],
    [149, 101],
  ] as const;
  const forms: [string, JpegOptions][] = [
    ['progressive', {}],
    ['sequential', { progressive: false }],
    ['grey', { color_space: 1 }],
    ['RGB', { color_space: 2 }],
    ['with full colour', { auto_subsample: false, chroma_subsample: 1 }],
    ['with colour at a quarter', { auto_subsample: false, chroma_subsample: 4 }],
    ['of lowest quality', { quality: 1 }],
    ['of highest quality', { quality: 100, progressive: false }],
  ];
  const cases = sizes.flatMap(([width, height]) => forms.map(([form, options]) => ({ width, height, form, options })));

  test.each(cases)('$width by $height, $form', async ({ width, height, options }) => {
    const original = await codec.encodeJpeg(somePixels(width, height), options);
    const rewritten = rewriteJpeg(original);
    expect(await codec.decodeJpeg(rewritten)).toEqual(await codec.decodeJpeg(original));
  });

  test('and stays the way up that Exif said', async () => {
    const upright = await codec.encodeJpeg(somePixels(20, 10));
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const rewritten = rewriteJpeg(withSegments(upright, exifSegment(orientation, 'place')));
      const stated = Buffer.from(rewritten).indexOf('Exif\0\0MM');
      expect(stated < 0 ? 1 : rewritten[stated + 6 + 19]).toBe(orientation);
    }
  });

  test('and carries nothing along in the blocks beyond its edge, which no reader shows', async () => {
    const planes = [[2, 1] as const, [1, 1] as const, [1, 1] as const];
    const hidden = ['0', '1'].map((bit) => `010${bit.repeat(10)}${`10${'1001100101'}`.repeat(62)}0`);
    const [plain, ...carriers] = ['00', ...hidden].map((beyond) => tinyJpeg({ planes, bits: `00${beyond}0000` }));
    for (const carrier of carriers) {
      expect(Buffer.from(rewriteJpeg(carrier)).equals(rewriteJpeg(plain!))).toBe(true);
      expect(await codec.decodeJpeg(carrier)).toEqual(await codec.decodeJpeg(plain!));
    }
  });

  test('whichever way its planes are coded', async () => {
    const planes = Array.from({ length: 3 }, () => [1, 1] as const);
    const apart = tinyJpeg({ planes, bits: '01010000000010', scans: [[1], [2], [3]] });
    expect(await codec.decodeJpeg(rewriteJpeg(apart))).toEqual(await codec.decodeJpeg(apart));
  });

  test('the standard tables hold one code for each symbol of an 8-bit picture', () => {
    for (const { dc, ac } of standardTables) {
      expect([dc.symbols.length, new Set(dc.symbols).size]).toEqual([12, 12]);
      expect([ac.symbols.length, new Set(ac.symbols).size]).toEqual([162, 162]);
    }
  });
});

describe('a rewritten PNG shows exactly what the original showed', () => {
  const filled = (length: number, rowBytes: number): Uint8Array =>
    Uint8Array.from({ length }, (_, at) => (at % rowBytes === 0 ? (at / rowBytes) % 5 : (at * 7) % 256));
  const forms: [string, Uint8Array][] = [
    ['grey of 1 bit', pngFile(pngHeader(9, 5, { depth: 1, colour: 0 }), pngPixels(filled(15, 3)))],
    ['grey of 16 bits', pngFile(pngHeader(3, 5, { depth: 16, colour: 0 }), pngPixels(filled(35, 7)))],
    ['colour', pngFile(pngHeader(3, 5), pngPixels(filled(50, 10)))],
    ['colour and transparency', pngFile(pngHeader(3, 5, { colour: 6 }), pngPixels(filled(65, 13)))],
  ];

  test.each(forms)('%s', async (_, original) => {
    const rewritten = await rewritePng(original, zlibCompression);
    expect(await codec.decodePng(rewritten)).toEqual(await codec.decodePng(original));
  });

  test('interlaced', async () => {
    const rows = new Uint8Array(4 + 4 + 7 + 8 + 10).fill(0);
    const original = pngFile(pngHeader(3, 3, { interlace: 1 }), pngPixels(rows));
    expect(await codec.decodePng(await rewritePng(original, zlibCompression))).toEqual(await codec.decodePng(original));
  });
});

describe('damage', () => {
  test('in any byte of any file ends in a verdict, never in a defect', async () => {
    const files = await oddFiles();
    const small = files.filter(({ bytes }) => bytes.length < 20_000);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...small),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 4 }),
        async ({ bytes, declared }, changes) => {
          const damaged = Uint8Array.from(bytes);
          for (const [place, value] of changes) damaged[Math.floor(place * (damaged.length - 1))] = value;
          expect(['clean', 'refused']).toContain((await inspectDocument(damaged, declared, zlibCompression)).outcome);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('at the end of a picture is always noticed', async () => {
    const files: [DocumentMediaType, Uint8Array][] = [
      ['image/jpeg', await codec.encodeJpeg(somePixels(40, 40))],
      ['image/jpeg', await codec.encodeJpeg(somePixels(40, 40), { progressive: false })],
      ['image/png', await codec.encodePng(somePixels(20, 20))],
    ];
    for (const [declared, bytes] of files)
      for (let length = 1; length < bytes.length; length += 1)
        expect((await inspectDocument(bytes.subarray(0, length), declared, zlibCompression)).outcome).toBe('refused');
  });
});
