import { createHash } from 'node:crypto';

/** One way in which a value may hide in bytes. */
export interface Encoding {
  /** `plain`, `json`, `url`, `hex`, `base64-0` to `base64-2` (by alignment), `sha256-hex` and so on. */
  name: string;
  bytes: Buffer;
}

const text = (name: string, value: string): Encoding => ({ name, bytes: Buffer.from(value, 'utf8') });

/** Escapes everything but ASCII as `\uXXXX`, as some JSON writers do. */
function asciiJson(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^\0-\u007f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The characters of Base64 that stand for these bytes and nothing else, when `before` bytes precede them in the encoded
 * text: those that also depend on neighbours are left out.
 */
function base64Within(value: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), value])
    .toString('base64')
    .replace(/=+$/, '');
  const first = Math.ceil((before * 8) / 6);
  const whole = Math.floor(((before + value.length) * 8) / 6);
  return encoded.slice(first, whole);
}

function base64Encodings(name: string, bytes: Buffer): Encoding[] {
  return [0, 1, 2].flatMap((before) => {
    const standard = base64Within(bytes, before);
    const urlSafe = standard.replaceAll('+', '-').replaceAll('/', '_');
    return [text(`${name}-${before}`, standard), text(`${name}url-${before}`, urlSafe)];
  });
}

function digestEncodings(value: string): Encoding[] {
  const digest = createHash('sha256').update(value, 'utf8').digest();
  return [
    { name: 'sha256', bytes: digest },
    text('sha256-hex', digest.toString('hex')),
    text('sha256-HEX', digest.toString('hex').toUpperCase()),
    ...base64Encodings('sha256-base64', digest),
  ];
}

/**
 * Every way in which a value is searched for (design 14): plain, JSON-escaped, URL-encoded, hexadecimal, Base64 at its
 * three alignments, and its SHA-256 without a key, which anybody could recompute from a guess.
 */
export function encodingsOf(value: string): Encoding[] {
  const bytes = Buffer.from(value, 'utf8');
  const hex = bytes.toString('hex');
  const url = encodeURIComponent(value);
  const all = [
    text('plain', value),
    text('json', JSON.stringify(value).slice(1, -1)),
    text('json-ascii', asciiJson(value)),
    text('url', url),
    text(
      'url-lower',
      url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ),
    text('form', url.replaceAll('%20', '+')),
    text('hex', hex),
    text('HEX', hex.toUpperCase()),
    ...base64Encodings('base64', bytes),
    ...digestEncodings(value),
  ];
  const seen = new Set<string>();
  return all.filter((encoding) => {
    const key = encoding.bytes.toString('latin1');
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
