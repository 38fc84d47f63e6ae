import { deflateSync } from 'node:zlib';
import { contraband, type OddFile } from './odd-file.ts';
import { pdfFile, pdfStream } from './pdf-files.ts';
import {
  exifSegment,
  joined,
  jpegSegment,
  pngChunk,
  pngFile,
  pngHeader,
  pngPixels,
  withChunks,
  withSegments,
} from './picture-files.ts';
import { manyScansJpeg, tinyJpeg } from './tiny-jpeg.ts';

type Row = [name: string, bytes: Uint8Array, expected: OddFile['expected'], vanishing?: Uint8Array];

const page = `<!doctype html><html>${contraband}</html>`;
const archive = joined('PK\u0003\u0004', contraband, 'PK\u0005\u0006', new Uint8Array(18));

/** The text that every virus scanner must find (EICAR), in two parts, so that none finds this file. */
const virusTest = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Latitude as Exif keeps it: degrees, minutes and seconds as fractions, in a directory of its own (Exif 3.0, 4.6.6). */
const latitude = Uint8Array.of(0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0x11, 0xb7, 0, 0, 0, 100);
const placeSegment = jpegSegment(
  0xe1,
  joined(
    'Exif\0\0MM\0*\0\0\0\u0008',
    Uint8Array.of(
      0,
      2,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      8,
      0,
      0,
      0x88,
      0x25,
      0,
      4,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      38,
      0,
      0,
      0,
      0,
    ),
    Uint8Array.of(0, 2, 0, 1, 0, 2, 0, 0, 0, 2, 0x53, 0, 0, 0, 0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 68, 0, 0, 0, 0),
    latitude,
  ),
);

/** A JPEG that is also a script: the length of its first segment reads `/*`, the comment opens what the script runs. */
const scriptJpeg = (jpeg: Uint8Array): Uint8Array =>
  withSegments(jpeg, jpegSegment(0xe0, new Uint8Array(0x2f2a - 2)), jpegSegment(0xfe, joined(`*/=1;${contraband};/*`)));

/** A segment that defines what no plane uses: the fourth table of divisors, whose values are text. */
const unusedDivisors = jpegSegment(0xdb, joined(Uint8Array.of(3), contraband.padEnd(64, '.')));

/** A code table that no scan uses, whose symbols are text: 35 codes of eight bits. */
const unusedCodes = jpegSegment(
  0xc4,
  joined(Uint8Array.of(0x13, 0, 0, 0, 0, 0, 0, 0, contraband.length, 0, 0, 0, 0, 0, 0, 0, 0), contraband),
);

const beforeEnd = (jpeg: Uint8Array, ...parts: (Uint8Array | string)[]): Uint8Array =>
  joined(jpeg.subarray(0, -2), ...parts, jpeg.subarray(-2));

/** The last scan of a JPEG, its header included. */
const lastScanOf = (jpeg: Uint8Array): Uint8Array =>
  jpeg.subarray(Buffer.from(jpeg).lastIndexOf('\u00ff\u00da', undefined, 'latin1'), -2);

const adobeSegment = (transform: number): Uint8Array =>
  jpegSegment(0xee, joined('Adobe', Uint8Array.of(0, 100, 0, 0, 0, 0, transform)));

/** Four planes of one plain block each: eight bits of zero. */
const fourPlanes = (transform: number): Uint8Array =>
  tinyJpeg({
    planes: Array.from({ length: 4 }, () => [1, 1] as const),
    bits: '00000000',
    segments: [adobeSegment(transform)],
  });

const threePlanes = { planes: Array.from({ length: 3 }, () => [1, 1] as const), bits: '00' };

const jpegs = (baseline: Uint8Array, progressive: Uint8Array): Row[] => [
  ['a JPEG with its place in a directory of Exif', withSegments(baseline, placeSegment), 'clean', latitude],
  [
    'a JPEG with a smaller picture of itself in Exif',
    withSegments(baseline, exifSegment(3, `${contraband}\u00ff\u00d8\u00ff\u00db`)),
    'clean',
  ],
  ['a JPEG with a picture in its JFIF header', withJfifThumbnail(baseline), 'clean'],
  [
    'a JPEG with captions of an editor',
    withSegments(baseline, jpegSegment(0xed, `Photoshop 3.0\u00008BIM${contraband}`)),
    'clean',
  ],
  [
    'a JPEG with a second picture behind it, as cameras write it',
    joined(withSegments(baseline, jpegSegment(0xe2, `MPF\0${contraband}`)), progressive),
    'clean',
    lastScanOf(progressive).subarray(-200),
  ],
  ['a JPEG that is also a script', scriptJpeg(baseline), 'clean', joined('*/=1;')],
  ['a script with the first bytes of a JPEG', joined(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), '/*', page), 'truncated'],
  ['a JPEG with a PDF in its comment', withSegments(baseline, jpegSegment(0xfe, pdfFile())), 'clean', joined('%PDF-')],
  [
    'a JPEG followed by what virus scanners must find',
    joined(baseline, virusTest),
    'clean',
    joined(virusTest.slice(0, 20)),
  ],
  ['a JPEG with text in divisors that nothing uses', withSegments(baseline, unusedDivisors), 'clean'],
  ['a JPEG with text in a code table that nothing uses', withSegments(baseline, unusedCodes), 'clean'],
  [
    'a JPEG with text between its segments',
    withSegments(baseline, jpegSegment(0xfe, 'x'), joined(contraband)),
    'clean',
  ],
  ['a JPEG with text behind the last bits of its picture', beforeEnd(baseline, contraband), 'clean'],
  ['a JPEG with zeros behind its end', joined(baseline, new Uint8Array(5000)), 'clean'],
  [
    'a progressive JPEG whose last scan comes seventy times',
    beforeEnd(progressive, ...Array.from({ length: 70 }, () => lastScanOf(progressive))),
    'unreadable',
  ],
  ['a JPEG of 50 KB with 64 scans of 24 million pixels', manyScansJpeg(), 'clean'],
  ['a JPEG in four printing inks', fourPlanes(0), 'clean'],
  ['a JPEG in four printing inks, kept as brightness and colour', fourPlanes(2), 'clean'],
  [
    'a JPEG of five planes',
    tinyJpeg({ planes: Array.from({ length: 5 }, () => [1, 1] as const), bits: '0000000000' }),
    'unreadable',
  ],
  ['a sequential JPEG of one scan for each plane', tinyJpeg({ ...threePlanes, scans: [[1], [2], [3]] }), 'clean'],
  [
    'a sequential JPEG that codes a plane twice',
    tinyJpeg({ ...threePlanes, scans: [[1], [2], [3], [1]] }),
    'unreadable',
  ],
  ['a sequential JPEG that leaves a plane out', tinyJpeg({ ...threePlanes, scans: [[1], [2]] }), 'unreadable'],
  ['a JPEG whose scan names a plane twice', tinyJpeg({ ...threePlanes, scans: [[1, 1, 2]] }), 'unreadable'],
  ['a JPEG without loss', tinyJpeg({ bits: '00', frameMarker: 0xc3 }), 'unreadable'],
  ['a JPEG of several resolutions', tinyJpeg({ bits: '00', frameMarker: 0xc5 }), 'unreadable'],
  ['a JPEG in arithmetic coding, progressive', tinyJpeg({ bits: '00', frameMarker: 0xca }), 'unreadable'],
];

/** A JPEG whose JFIF header holds a thumbnail of 4 by 3 pixels, which are text. */
function withJfifThumbnail(jpeg: Uint8Array): Uint8Array {
  const pixels = contraband.padEnd(36, '.');
  return withSegments(jpeg, jpegSegment(0xe0, joined('JFIF\0', Uint8Array.of(1, 2, 0, 0, 1, 0, 1, 4, 3), pixels)));
}

const zeros = (length: number): Uint8Array => new Uint8Array(length);

const pngs = (plain: Uint8Array): Row[] => [
  ['a PNG followed by an archive', joined(plain, archive), 'clean'],
  [
    'a PNG with compressed text',
    withChunks(plain, pngChunk('zTXt', joined('Comment\0\0', deflateSync(Buffer.from(contraband))))),
    'clean',
    deflateSync(Buffer.from(contraband)),
  ],
  ['a PNG with text in any language', withChunks(plain, pngChunk('iTXt', `Comment\0\0\0en\0\0${contraband}`)), 'clean'],
  [
    'a PNG with XMP',
    withChunks(plain, pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>${contraband}</x:xmpmeta>`)),
    'clean',
  ],
  [
    'a PNG with a time',
    withChunks(plain, pngChunk('tIME', Uint8Array.of(7, 234, 1, 2, 3, 4, 5))),
    'clean',
    joined('tIME'),
  ],
  ['a PNG with a colour profile', withChunks(plain, pngChunk('iCCP', `x\0\0${contraband}`)), 'clean'],
  [
    'a PNG with four mebibytes of text',
    withChunks(plain, pngChunk('tEXt', contraband.repeat(Math.ceil((4 << 20) / contraband.length)))),
    'clean',
  ],
  [
    'a PNG with text that would swell to 64 MiB',
    withChunks(plain, pngChunk('zTXt', joined('Comment\0\0', deflateSync(zeros(64 << 20))))),
    'clean',
  ],
  ['a PNG whose pixels swell to 64 MiB', pngFile(pngHeader(4, 4), pngPixels(zeros(64 << 20))), 'unreadable'],
  [
    'a PNG in many pieces of pixels',
    pngFile(
      pngHeader(4, 4),
      ...Array.from(deflateSync(zeros(4 * 13)), (byte) => pngChunk('IDAT', Uint8Array.of(byte))),
      pngChunk('IDAT', contraband),
    ),
    'clean',
  ],
  ['a PNG whose colours are in a palette that is a hint', withChunks(plain, pngChunk('PLTE', palette())), 'clean'],
  [
    'a PNG with text in place of a transparent colour',
    pngFile(pngHeader(1, 1), pngChunk('tRNS', contraband), pixel(3)),
    'unreadable',
  ],
  [
    'a PNG with text in a transparency that no reader looks at',
    pngFile(pngHeader(1, 1, { colour: 6 }), pngChunk('tRNS', contraband), pixel(4)),
    'clean',
  ],
  [
    'a PNG with text in a palette behind its pixels',
    pngFile(pngHeader(1, 1), pixel(3), pngChunk('PLTE', palette())),
    'clean',
  ],
  [
    'a PNG with more colours than its pixels can name',
    pngFile(pngHeader(1, 1, { depth: 1, colour: 3 }), pngChunk('PLTE', zeros(9)), pixel(1)),
    'unreadable',
  ],
  [
    'a PNG with more transparencies than colours',
    pngFile(pngHeader(1, 1, { colour: 3 }), pngChunk('PLTE', zeros(3)), pngChunk('tRNS', zeros(2)), pixel(1)),
    'unreadable',
  ],
  [
    'a PNG with an empty palette',
    pngFile(pngHeader(1, 1, { colour: 3 }), pngChunk('PLTE', ''), pixel(1)),
    'unreadable',
  ],
  [
    'a grey PNG with a transparent shade',
    pngFile(pngHeader(1, 1, { colour: 0 }), pngChunk('tRNS', zeros(2)), pixel(1)),
    'clean',
  ],
  ['a PNG of 16 bits', pngFile(pngHeader(2, 2, { depth: 16, colour: 6 }), pngPixels(zeros(2 * 17))), 'clean'],
  ['a grey PNG with transparency', pngFile(pngHeader(2, 2, { colour: 4 }), pngPixels(zeros(2 * 5))), 'clean'],
  [
    'an interlaced PNG with a row too few',
    pngFile(pngHeader(3, 3, { interlace: 1 }), pngPixels(zeros(23))),
    'truncated',
  ],
  ['a PNG with two headers', withChunks(plain, pngHeader(1, 1)), 'unreadable'],
  ['a PNG that begins with its palette', pngFile(pngChunk('PLTE', zeros(3)), pngHeader(1, 1), pixel(3)), 'unreadable'],
  ['a PNG with a chunk of four gibibytes', withChunks(plain, joined('\u00ff\u00ff\u00ff\u00fftEXt')), 'truncated'],
  ['the first eight bytes of a PNG', plain.subarray(0, 8), 'truncated'],
  ['a PNG of 6,000 by 4,001 pixels', pngFile(pngHeader(6000, 4001), pixel(3)), 'too-many-pixels'],
  ['a PNG whose pixels are no zlib stream', pngFile(pngHeader(1, 1), pngChunk('IDAT', contraband)), 'unreadable'],
];

/** The pixels of a picture of one pixel, of so many bytes. */
const pixel = (byteCount: number): Uint8Array => pngPixels(zeros(1 + byteCount));

const palette = (): string => contraband.padEnd(36, '.');

/** Appends a revision to a PDF, as editors do: new objects, and an end of its own. */
const revised = (pdf: Uint8Array, object: string): Uint8Array =>
  joined(
    pdf,
    `9 0 obj\n${object}\nendobj\nxref\n9 1\n0000000900 00000 n \ntrailer\n<</Size 10/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n`,
  );

const script = '<</S/JavaScript/JS(app.alert\\(1\\))>>';

const pdfs: Row[] = [
  ['a PDF that was revised', revised(pdfFile(), '<</Producer(Printer)>>'), 'clean'],
  ['a PDF with a script in its revision', revised(pdfFile(), script), 'script'],
  ['a PDF with a script that a revision replaced', revised(pdfFile({ objects: [script] }), '<<>>'), 'script'],
  ['a PDF with scripts by name', pdfFile({ catalog: '/Names<</JavaScript 5 0 R>>' }), 'script'],
  ['a PDF with a script when a page is opened', pdfFile({ objects: [`<</Type/Page/AA<</O${script}>>>>`] }), 'script'],
  [
    'a PDF with a script in a field of a form',
    pdfFile({ catalog: '/AcroForm<</Fields[5 0 R]>>', objects: [`<</FT/Tx/AA<</K${script}>>>>`] }),
    'script',
  ],
  ['a PDF with a disguised form that is a program', pdfFile({ catalog: '/AcroForm<</#58#46#41 5 0 R>>' }), 'script'],
  ['a PDF with a form to fill in', pdfFile({ catalog: '/AcroForm<</Fields[]>>' }), 'clean'],
  ['a PDF with a disguised action when opened', pdfFile({ catalog: '/Open#41ction<</S/URI/URI(x)>>' }), 'action'],
  ['a PDF that opens another file', pdfFile({ objects: ['<</S/GoToR/F(other.pdf)/D[0/Fit]>>'] }), 'action'],
  ['a PDF with a disguised start of a program', pdfFile({ objects: ['<</S/L#61unch/F(cmd.exe)>>'] }), 'action'],
  ['a PDF with files by name', pdfFile({ catalog: '/Names<</EmbeddedFiles 5 0 R>>' }), 'attachment'],
  [
    'a PDF with a file pinned to its page',
    pdfFile({ objects: ['<</Subtype/FileAttachment/FS 6 0 R>>'] }),
    'attachment',
  ],
  [
    'a PDF with a file in an object stream',
    pdfFile({ objects: [pdfStream('/Type/ObjStm/N 1/First 4', '9 0 <</Type/EmbeddedFile>>')] }),
    'attachment',
  ],
  [
    'a PDF with a script in an object stream of a disguised type',
    pdfFile({ objects: [pdfStream('/Type/Obj#53tm/N 1/F#69rst 4', `9 0 ${script}`)] }),
    'script',
  ],
  [
    'a PDF with a password, said in a stream of references',
    pdfFile({ objects: [pdfStream('/Type/XRef/Encrypt 6 0 R/W[1 2 1]', 'x')] }),
    'encrypted',
  ],
  [
    'a PDF that hides objects behind a filter of old',
    pdfFile({ objects: [pdfStream('/Type/ObjStm/N 1/First 4/Filter/LZWDecode', 'x', true)] }),
    'unreadable',
  ],
  ['a PDF with a web page in a comment: it says what it is in its first bytes', pdfWithComment(page), 'clean'],
  ['a PDF behind a blank line', joined('\n', pdfFile()), 'unsupported-type'],
  ['a PDF behind the first bytes of a picture', joined('GIF89a', pdfFile()), 'unsupported-type'],
  ['a PDF without its last line', pdfFile().subarray(0, -8), 'truncated'],
  ['a PDF that does not say where its references are', joined(pdfFile().subarray(0, -20), '\n%%EOF\n'), 'unreadable'],
  ['the first bytes of a PDF', joined('%PDF-'), 'unreadable'],
  ['a PDF followed by what virus scanners must find', joined(pdfFile(), virusTest), 'trailing-content'],
];

function pdfWithComment(text: string): Uint8Array {
  const pdf = pdfFile();
  return joined(pdf.subarray(0, 9), `%${text}\n`, pdf.subarray(9));
}

const drawing = `<svg xmlns="http://www.w3.org/2000/svg">${contraband}</svg>`;

const others: [name: string, declared: OddFile['declared'], bytes: Uint8Array, expected: OddFile['expected']][] = [
  ['what virus scanners must find', 'application/pdf', joined(virusTest), 'unsupported-type'],
  ['a GIF that is also an archive', 'image/png', joined('GIF89a', contraband, archive), 'unsupported-type'],
  [
    'a drawing behind a document type',
    'image/png',
    joined('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "y">', drawing),
    'drawing',
  ],
  ['a drawing behind blank lines', 'application/pdf', joined('\r\n\r\n  ', drawing), 'drawing'],
  [
    'a drawing in letters of 16 bits',
    'image/png',
    Uint8Array.from(Buffer.from(`\ufeff${drawing}`, 'utf16le')),
    'unsupported-type',
  ],
  ['an AVIF picture', 'image/jpeg', joined('\0\0\0\u001cftypavif\0\0\0\0avifmif1miaf'), 'unsupported-type'],
  ['a film', 'image/jpeg', joined('\0\0\0\u0018ftypmp42\0\0\0\0'), 'unsupported-type'],
  ['a TIFF', 'image/png', joined('II*\0\u0008\0\0\0', contraband), 'unsupported-type'],
  ['a TIFF in the other order', 'image/jpeg', joined('MM\0*\0\0\0\u0008', contraband), 'unsupported-type'],
  ['a BMP', 'image/png', joined('BM\u0046\0\0\0\0\0\0\0', contraband), 'unsupported-type'],
  ['a JPEG 2000', 'image/jpeg', joined('\0\0\0\u000cjP  \r\n\u0087\n'), 'unsupported-type'],
  ['a document of a word processor', 'application/pdf', joined(archive, 'word/document.xml'), 'unsupported-type'],
  ['a script', 'image/jpeg', joined('#!/bin/sh\n', contraband), 'unsupported-type'],
  ['one byte of zero', 'application/pdf', Uint8Array.of(0), 'unsupported-type'],
  ['zeros', 'image/jpeg', zeros(4096), 'unsupported-type'],
];

/** Files that were made to be more than they seem, or to cost more than they should; each states its outcome. */
export function hostileFiles(plain: { progressive: Uint8Array; baseline: Uint8Array; png: Uint8Array }): OddFile[] {
  const named = (declared: OddFile['declared'], rows: readonly Row[]): OddFile[] =>
    rows.map(([name, bytes, expected, vanishing]) => ({
      name,
      declared,
      bytes,
      expected,
      ...(vanishing === undefined ? {} : { vanishing: Buffer.from(vanishing) }),
    }));
  return [
    ...named('image/jpeg', jpegs(plain.baseline, plain.progressive)),
    ...named('image/png', pngs(plain.png)),
    ...named('application/pdf', pdfs),
    ...others.map(([name, declared, bytes, expected]) => ({ name, declared, bytes, expected })),
  ];
}
