/** A name object of a PDF, `#` escapes resolved, and the place just after it. */
export interface PdfName {
  name: string;
  end: number;
}

const solidus = 0x2f;
const numberSign = 0x23;

/** Longest name that a reader must accept (ISO 32000-1, annex C). */
const nameBytesMax = 127;

/** White space and delimiters end a name (ISO 32000-1, 7.2.2). */
const endsName = new Set([...'\0\t\n\f\r ()<>[]{}/%'].map((letter) => letter.charCodeAt(0)));

const hexValue = (bytes: Uint8Array, at: number): number => {
  const pair = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return /^[0-9a-f]{2}$/i.test(pair) ? Number.parseInt(pair, 16) : -1;
};

function readName(bytes: Uint8Array, start: number): PdfName {
  let name = '';
  let at = start;
  for (; at < bytes.length && name.length <= nameBytesMax; at += 1) {
    const byte = bytes[at] ?? 0;
    if (endsName.has(byte)) break;
    const escaped = byte === numberSign ? hexValue(bytes, at + 1) : -1;
    name += String.fromCharCode(escaped >= 0 ? escaped : byte);
    if (escaped >= 0) at += 2;
  }
  return { name, end: at };
}

/**
 * Finds everything that reads like a name, in whatever place: in objects, strings, comments and the bytes of streams.
 * Readers disagree where objects begin, so a scanner that trusts no structure cannot be led astray by a broken one.
 */
export function* readNames(bytes: Uint8Array): Generator<PdfName> {
  for (let at = bytes.indexOf(solidus); at >= 0; at = bytes.indexOf(solidus, at + 1)) yield readName(bytes, at + 1);
}
