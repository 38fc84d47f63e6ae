import { deflateSync } from 'node:zlib';
import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import { hostileFiles } from './hostile-files.ts';
import { openIndependentCodec, somePixels } from './independent-codec.ts';
import { contraband, type OddFile } from './odd-file.ts';
import { pdfFile, pdfStream } from './pdf-files.ts';
import {
  exifSegment,
  frameAt,
  joined,
  jpegSegment,
  pngChunk,
  pngFile,
  pngHeader,
  pngPixels,
  withChunks,
  withFrame,
  withSegments,
} from './picture-files.ts';

const page = `<html>${contraband}</html>`;
const archive = joined('PK\u0003\u0004', contraband, 'PK\u0005\u0006', new Uint8Array(18));

const jpegs = (
  progressive: Uint8Array,
  baseline: Uint8Array,
  grey: Uint8Array,
): [string, Uint8Array, OddFile['expected']][] => {
  const scanFlood = joined(
    baseline.subarray(0, -2),
    ...Array.from({ length: 70 }, () => scanOf(baseline)),
    '\u00ff\u00d9',
  );
  return [
    ['a progressive JPEG', progressive, 'clean'],
    ['a sequential JPEG', baseline, 'clean'],
    ['a grey JPEG', grey, 'clean'],
    ['a JPEG with place and device in Exif', withSegments(baseline, exifSegment(1, contraband)), 'clean'],
    ['a JPEG that lies on its side', withSegments(baseline, exifSegment(6, contraband)), 'clean'],
    [
      'a JPEG whose Exif points beyond itself',
      withSegments(baseline, jpegSegment(0xe1, 'Exif\0\0MM\0*\u00ff\u00ff\u00ff\u00f0')),
      'clean',
    ],
    ['a JPEG with a comment', withSegments(baseline, jpegSegment(0xfe, contraband)), 'clean'],
    ['a JPEG with a colour profile', withSegments(baseline, jpegSegment(0xe2, `ICC_PROFILE\0${contraband}`)), 'clean'],
    [
      'a JPEG with XMP',
      withSegments(baseline, jpegSegment(0xe1, `http://ns.adobe.com/xap/1.0/\0${contraband}`)),
      'clean',
    ],
    ['a JPEG followed by a web page', joined(baseline, page), 'clean'],
    ['a JPEG followed by an archive', joined(baseline, archive), 'clean'],
    ['a JPEG followed by a film, as phones write it', joined(progressive, '\0\0\0\u0018ftypmp42', contraband), 'clean'],
    ['half a JPEG', baseline.subarray(0, baseline.length / 2), 'truncated'],
    ['half a progressive JPEG', progressive.subarray(0, progressive.length / 2), 'truncated'],
    ['a JPEG without its end', baseline.subarray(0, -2), 'truncated'],
    ['the first three bytes of a JPEG', baseline.subarray(0, 3), 'truncated'],
    ['a web page with the first bytes of a JPEG', joined(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), page), 'truncated'],
    ['a JPEG that ends before its picture', joined(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)), 'unreadable'],
    [
      'a JPEG that says it is 65,500 pixels square',
      withFrame(baseline, { 5: 255, 6: 220, 7: 255, 8: 220 }),
      'too-many-pixels',
    ],
    ['a JPEG of 6,000 by 4,001 pixels', withFrame(baseline, { 5: 0x0f, 6: 0xa1, 7: 0x17, 8: 0x70 }), 'too-many-pixels'],
    ['a JPEG without height', withFrame(baseline, { 5: 0, 6: 0 }), 'unreadable'],
    ['a JPEG of 12 bits', withFrame(baseline, { 4: 12 }), 'unreadable'],
    ['a JPEG in arithmetic coding', withFrame(baseline, { 1: 0xc9 }), 'unreadable'],
    ['a JPEG with sampling factor zero', withFrame(baseline, { 11: 0x01 }), 'unreadable'],
    [
      'a JPEG with two frames',
      withSegments(baseline, baseline.subarray(frameAt(baseline), frameAt(baseline) + 19)),
      'unreadable',
    ],
    ['a JPEG with a divisor of zero', withSegments(baseline, jpegSegment(0xdb, new Uint8Array(65))), 'unreadable'],
    [
      'a JPEG with damaged code tables',
      withSegments(baseline, jpegSegment(0xc4, joined(new Uint8Array(17).fill(255)))),
      'unreadable',
    ],
    ['a JPEG with zeros where its picture should be', wiped(baseline), 'unreadable'],
    ['a JPEG with more scans than any encoder writes', scanFlood, 'unreadable'],
  ];
};

/** The first scan of a JPEG, its header included. */
const scanOf = (jpeg: Uint8Array): Uint8Array => jpeg.subarray(Buffer.from(jpeg).indexOf('\u00ff\u00da', 'latin1'), -2);

/** The same JPEG with ones in place of its entropy-coded data: no code consists of ones only. */
function wiped(jpeg: Uint8Array): Uint8Array {
  const from = Buffer.from(jpeg).indexOf('\u00ff\u00da', 'latin1') + 14;
  const ones = Array.from({ length: (jpeg.length - 2 - from) >> 1 }, () => [0xff, 0x00]).flat();
  return joined(jpeg.subarray(0, from), Uint8Array.from(ones), jpeg.subarray(-2));
}

const pngs = (plain: Uint8Array): [string, Uint8Array, OddFile['expected']][] => [
  ['a PNG', plain, 'clean'],
  ['a PNG with text', withChunks(plain, pngChunk('tEXt', `Comment\0${contraband}`)), 'clean'],
  ['a PNG with Exif', withChunks(plain, pngChunk('eXIf', contraband)), 'clean'],
  ['a PNG with a private chunk', withChunks(plain, pngChunk('prVt', contraband)), 'clean'],
  ['an animated PNG', withChunks(plain, pngChunk('acTL', new Uint8Array(8)), pngChunk('fdAT', contraband)), 'clean'],
  ['a PNG followed by a web page', joined(plain, page), 'clean'],
  [
    'a PNG with bytes behind its pixels',
    pngFile(pngHeader(1, 1), pngChunk('IDAT', joined(deflateSync(new Uint8Array(4)), contraband))),
    'clean',
  ],
  [
    'an interlaced PNG',
    pngFile(pngHeader(3, 3, { interlace: 1 }), pngPixels(new Uint8Array(4 + 4 + 7 + 8 + 10))),
    'clean',
  ],
  [
    'a PNG of one bit with a palette',
    pngFile(
      pngHeader(9, 2, { depth: 1, colour: 3 }),
      pngChunk('PLTE', new Uint8Array(6)),
      pngChunk('tRNS', Uint8Array.of(0)),
      pngPixels(new Uint8Array(6)),
    ),
    'clean',
  ],
  ['half a PNG', plain.subarray(0, plain.length / 2), 'truncated'],
  ['a PNG without its end', plain.subarray(0, -12), 'truncated'],
  ['a PNG with fewer rows than it says', pngFile(pngHeader(4, 4), pngPixels(new Uint8Array(13))), 'truncated'],
  ['a PNG with more rows than it says', pngFile(pngHeader(1, 1), pngPixels(new Uint8Array(1_000_000))), 'unreadable'],
  ['a PNG with a wrong checksum', withChunks(plain, joined(pngChunk('tEXt', 'x').subarray(0, -1), 'x')), 'unreadable'],
  [
    'a PNG that says it is 30,000 pixels square',
    pngFile(pngHeader(30_000, 30_000), pngPixels(new Uint8Array(10))),
    'too-many-pixels',
  ],
  ['a PNG without width', pngFile(pngHeader(0, 5), pngPixels(new Uint8Array(10))), 'unreadable'],
  [
    'a PNG with a palette it does not have',
    pngFile(pngHeader(1, 1, { colour: 3 }), pngPixels(new Uint8Array(2))),
    'unreadable',
  ],
  [
    'a PNG of a colour type that does not exist',
    pngFile(pngHeader(1, 1, { colour: 5 }), pngPixels(new Uint8Array(2))),
    'unreadable',
  ],
  ['a PNG with an unknown filter', pngFile(pngHeader(1, 1), pngPixels(Uint8Array.of(9, 0, 0, 0))), 'unreadable'],
  ['a PNG with an unknown critical chunk', withChunks(plain, pngChunk('EVIL', contraband)), 'unreadable'],
  ['a PNG without pixels', pngFile(pngHeader(1, 1)), 'unreadable'],
];

const objectStream = (objects: string, entries = ''): string =>
  pdfStream(`/Type/ObjStm/N 1/First 4${entries}`, `9 0 ${objects}`);

const pdfs: [string, Uint8Array, OddFile['expected']][] = [
  ['a PDF', pdfFile(), 'clean'],
  ['a PDF with objects in a stream', pdfFile({ objects: [objectStream('<</Producer(Printer)>>')] }), 'clean'],
  ['a PDF that says which page to show', pdfFile({ catalog: '/OpenAction [3 0 R/XYZ null null 0]' }), 'clean'],
  [
    'a PDF with a link',
    pdfFile({ objects: ['<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://example.com)>>>>'] }),
    'clean',
  ],
  ['a PDF with a script', pdfFile({ objects: ['<</S/JavaScript/JS(app.alert\\(1\\))>>'] }), 'script'],
  ['a PDF with a script whose name is disguised', pdfFile({ objects: ['<</S/J#61va#53cript/JS(1)>>'] }), 'script'],
  [
    'a PDF with a script in an object stream',
    pdfFile({ objects: [objectStream('<</S/JavaScript/JS(1)>>')] }),
    'script',
  ],
  [
    'a PDF with a script in an object stream of no stated type',
    pdfFile({ objects: [pdfStream('/N 1/First 4', '9 0 <</S/JavaScript>>')] }),
    'script',
  ],
  ['a PDF with a form that is a program', pdfFile({ catalog: '/AcroForm<</XFA 5 0 R>>' }), 'script'],
  ['a PDF that starts a program', pdfFile({ objects: ['<</S/Launch/F(cmd.exe)>>'] }), 'action'],
  ['a PDF that acts when opened', pdfFile({ catalog: '/OpenAction<</S/GoTo/D[3 0 R/Fit]>>' }), 'action'],
  ['a PDF that acts when opened, by reference', pdfFile({ catalog: '/OpenAction 5 0 R' }), 'action'],
  ['a PDF that sends a form', pdfFile({ objects: ['<</S/SubmitForm/F(https://example.com)>>'] }), 'action'],
  ['a PDF with a file inside', pdfFile({ objects: [pdfStream('/Type/EmbeddedFile', contraband)] }), 'attachment'],
  ['a PDF with a film', pdfFile({ objects: ['<</Subtype/RichMedia>>'] }), 'attachment'],
  ['a PDF with a password', pdfFile({ trailer: '/Encrypt 5 0 R' }), 'encrypted'],
  [
    'a PDF that hides objects behind a second filter',
    pdfFile({ objects: [objectStream('<<>>', '/Filter[/ASCIIHexDecode/FlateDecode]')] }),
    'unreadable',
  ],
  [
    'a PDF whose object stream is damaged',
    pdfFile({ objects: [pdfStream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', 'no zlib', true)] }),
    'unreadable',
  ],
  [
    'a PDF whose object stream swells to 80 MiB',
    pdfFile({ objects: [pdfStream('/Type/ObjStm/N 1/First 4', new Uint8Array(80 << 20))] }),
    'unreadable',
  ],
  ['half a PDF', pdfFile().subarray(0, 300), 'truncated'],
  ['a PDF without any page', joined('%PDF-1.7\nstartxref\n0\n%%EOF\n'), 'unreadable'],
  ['a PDF of no known version', joined('%PDF-9', pdfFile().subarray(6)), 'unreadable'],
  ['a PDF followed by an archive', joined(pdfFile(), archive), 'trailing-content'],
  ['a PDF around an archive', joined(pdfFile(), archive, '\nstartxref\n0\n%%EOF\n'), 'trailing-content'],
  ['a PDF followed by a web page', joined(pdfFile(), page), 'trailing-content'],
  ['a web page followed by a PDF', joined(page, pdfFile()), 'unsupported-type'],
  ['a PDF with blank lines after its end', joined(pdfFile(), '\r\n\r\n\0\0'), 'clean'],
];

const others = (jpeg: Uint8Array, png: Uint8Array): OddFile[] => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${contraband}</svg>`;
  return [
    { name: 'no bytes at all', declared: 'image/jpeg', bytes: new Uint8Array(), expected: 'empty' },
    { name: 'no bytes at all, called PDF', declared: 'application/pdf', bytes: new Uint8Array(), expected: 'empty' },
    { name: 'a PNG called JPEG', declared: 'image/jpeg', bytes: png, expected: 'type-mismatch' },
    { name: 'a JPEG called PNG', declared: 'image/png', bytes: jpeg, expected: 'type-mismatch' },
    { name: 'a JPEG called PDF', declared: 'application/pdf', bytes: jpeg, expected: 'type-mismatch' },
    { name: 'a PDF called JPEG', declared: 'image/jpeg', bytes: pdfFile(), expected: 'type-mismatch' },
    { name: 'a HEIC photo', declared: 'image/jpeg', bytes: joined('\0\0\0\u0018ftypheic\0\0\0\0'), expected: 'heic' },
    { name: 'a HEIF photo', declared: 'image/png', bytes: joined('\0\0\0\u0018ftypmif1\0\0\0\0'), expected: 'heic' },
    { name: 'a drawing', declared: 'image/png', bytes: joined(svg), expected: 'drawing' },
    {
      name: 'a drawing with a prologue',
      declared: 'image/jpeg',
      bytes: joined('\u00ef\u00bb\u00bf<?xml version="1.0"?>\n<!-- x -->\n', svg),
      expected: 'drawing',
    },
    { name: 'a web page', declared: 'image/jpeg', bytes: joined(page), expected: 'unsupported-type' },
    { name: 'a GIF', declared: 'image/png', bytes: joined('GIF89a', contraband), expected: 'unsupported-type' },
    { name: 'a WebP', declared: 'image/jpeg', bytes: joined('RIFF\0\0\0\0WEBPVP8 '), expected: 'unsupported-type' },
    { name: 'an archive', declared: 'application/pdf', bytes: archive, expected: 'unsupported-type' },
    {
      name: 'a program',
      declared: 'application/pdf',
      bytes: joined('MZ\u0090\0', contraband),
      expected: 'unsupported-type',
    },
    { name: 'one byte', declared: 'image/png', bytes: Uint8Array.of(0x89), expected: 'unsupported-type' },
  ];
};

/** Every odd file, made on the spot: what players, phones and attackers send. */
export async function oddFiles(): Promise<OddFile[]> {
  const codec = await openIndependentCodec();
  const progressive = await codec.encodeJpeg(somePixels(83, 61));
  const baseline = await codec.encodeJpeg(somePixels(83, 61), { progressive: false });
  const grey = await codec.encodeJpeg(somePixels(83, 61), { color_space: 1 });
  const png = await codec.encodePng(somePixels(40, 30));
  const named = (declared: DocumentMediaType, files: [string, Uint8Array, OddFile['expected']][]): OddFile[] =>
    files.map(([name, bytes, expected]) => ({ name, declared, bytes, expected }));
  return [
    ...named('image/jpeg', jpegs(progressive, baseline, grey)),
    ...named('image/png', pngs(png)),
    ...named('application/pdf', pdfs),
    ...others(baseline, png),
    ...hostileFiles({ progressive, baseline, png }),
  ];
}
