import type { AttributeValue } from './attribute-value.ts';
import { bytesOf } from './comparison.ts';

const exponentShift = 129;

/** First byte says the sign, then the exponent, then the digits: byte order is numeric order. */
function bytesOfNumber(text: string): Buffer {
  if (text === '0') return Buffer.from([0x80]);
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const all = (whole === '0' ? '' : whole) + fraction;
  const digits = all.replace(/^0+/, '');
  const exponent = whole === '0' ? digits.length - all.length : whole.length;
  const tail = [exponent + exponentShift, ...Array.from(digits.replace(/0+$/, ''), (digit) => Number(digit) + 1), 0];
  return negative ? Buffer.from([0x40, ...tail.map((byte) => 255 - byte)]) : Buffer.from([0xc0, ...tail]);
}

/** Bytes whose order is the order of a key attribute; undefined for a type that cannot be a key. */
export function bytesOfKey(value: AttributeValue): Buffer | undefined {
  if ('N' in value) return bytesOfNumber(value.N);
  return 'S' in value || 'B' in value ? bytesOf(value) : undefined;
}

/** The smallest byte string greater than every string that begins with `prefix`; undefined when there is none. */
export function endOfPrefix(prefix: Buffer): Buffer | undefined {
  const last = prefix.findLastIndex((byte) => byte !== 255);
  if (last < 0) return undefined;
  const end = Buffer.from(prefix.subarray(0, last + 1));
  end.writeUInt8(end.readUInt8(last) + 1, last);
  return end;
}
