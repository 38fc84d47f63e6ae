/** The longest integer of a signature by a curve of 256 bits: 32 bytes, and one that says that it is positive. */
const integerBytesMax = 33;

/**
 * Reads the two integers of an ES256 signature (RFC 3279, 2.2.3: a sequence of two integers in DER, X.690). Throws for
 * anything else. In bundles it stands in for the library's parser of ASN.1, which weighs 110 kilobytes.
 */
export function readEcdsaSignature(signature: Uint8Array): { r: Uint8Array; s: Uint8Array } {
  const content = readValue(signature, 0x30);
  const r = readInteger(content.value);
  const s = readInteger(r.rest);
  if (content.rest.length > 0 || s.rest.length > 0) throw new Error('More follows on a signature');
  return { r: r.value, s: s.value };
}

/** One value of a known tag, with a length below 128, and what follows on it. */
function readValue(bytes: Uint8Array, tag: number): { value: Uint8Array; rest: Uint8Array } {
  const [found, length = 0] = bytes;
  const end = 2 + length;
  if (found !== tag || length === 0 || length > 127 || bytes.length < end) throw new Error('Not a signature in DER');
  return { value: bytes.subarray(2, end), rest: bytes.subarray(end) };
}

function readInteger(bytes: Uint8Array): { value: Uint8Array; rest: Uint8Array } {
  const read = readValue(bytes, 0x02);
  const [first = 0, second = 0] = read.value;
  const isNegative = first > 127;
  const isPadded = read.value.length > 1 && first === 0 && second < 128;
  if (isNegative || isPadded || read.value.length > integerBytesMax) throw new Error('Not an integer of a signature');
  return read;
}
