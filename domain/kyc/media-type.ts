/** Media types that a document may have: the ones we can take apart and write anew, or scan. */
export const documentMediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const;

/** A media type that a document may have. */
export type DocumentMediaType = (typeof documentMediaTypes)[number];

/** What the first bytes of a file say it is. */
export type SniffedType = DocumentMediaType | 'image/heic' | 'image/svg+xml' | 'unknown';

/** How far a text file is read to find an `<svg` element after a prologue of comments and declarations. */
const prologueBytesMax = 4096;

/** Brands of the ISO base media format that mean HEIF pictures (ISO/IEC 23008-12, annex B). */
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

const asText = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

const beginsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((value, index) => bytes[index] === value);

const looksLikeSvg = (bytes: Uint8Array): boolean =>
  /^(?:\u00ef\u00bb\u00bf)?\s*</.test(asText(bytes, 0, 64)) && /<svg[\s>]/i.test(asText(bytes, 0, prologueBytesMax));

/** Names the type of a file by its magic bytes; what the client declared is never asked. */
export function sniffMediaType(bytes: Uint8Array): SniffedType {
  if (beginsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (beginsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (asText(bytes, 0, 5) === '%PDF-') return 'application/pdf';
  if (asText(bytes, 4, 8) === 'ftyp' && heifBrands.has(asText(bytes, 8, 12))) return 'image/heic';
  return looksLikeSvg(bytes) ? 'image/svg+xml' : 'unknown';
}
