import { randomBytes, randomInt } from 'node:crypto';

/** Lower-case Crockford base 32: no letter that is mistaken for a digit. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** How many characters an id has: 26 x 5 bits hold 130 bits of a cryptographic random generator (ASVS 5.0, 11.5.1). */
export const idLength = 26;

/** Makes an opaque id of 26 lower-case characters that says nothing about its order or its owner. */
export function newId(): string {
  return Array.from(randomBytes(idLength), (byte) => alphabet.charAt(byte & 31)).join('');
}

/** Makes a secret of 256 bits, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Makes a run of random decimal digits that starts with no zero. */
export function newDigits(count: number): string {
  return String(randomInt(1, 10)) + Array.from({ length: count - 1 }, () => String(randomInt(10))).join('');
}
