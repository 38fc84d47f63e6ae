import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readEcdsaSignature } from '#stores/ecdsa-signature.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
const signatureOf = (text: string) => new Uint8Array(sign('sha256', Buffer.from(text), key));

const integer = (bytes: readonly number[]) => [0x02, bytes.length, ...bytes];
const sequence = (...parts: readonly number[][]) => Uint8Array.from([0x30, parts.flat().length, ...parts.flat()]);
/** The same two integers as DER has them, from 64 bytes. */
const positive = (bytes: Uint8Array) => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = [...bytes.subarray(Math.max(first, 0))];
  return (significant[0] ?? 0) > 127 ? [0, ...significant] : significant;
};

describe('the signature of a passkey', () => {
  it('is read as the two integers that were written, whatever their length', () => {
    for (let length = 1; length <= 32; length += 1) {
      const r = positive(Uint8Array.from({ length }, (_, at) => (at === 0 ? 1 + length * 7 : at)));
      const s = positive(Uint8Array.from({ length: 33 - length }, (_, at) => (at === 0 ? 255 - length : at)));
      const read = readEcdsaSignature(sequence(integer(r), integer(s)));
      expect([[...read.r], [...read.s]]).toEqual([r, s]);
    }
  });

  it('is read when it comes from a device', () => {
    for (let time = 0; time < 200; time += 1) {
      const { r, s } = readEcdsaSignature(signatureOf(`message ${time}`));
      expect(Math.max(r.length, s.length)).toBeLessThanOrEqual(33);
    }
  });

  const one = integer([1]);
  const malformed: [string, Uint8Array][] = [
    ['nothing', new Uint8Array()],
    ['an empty sequence', sequence()],
    ['one integer', sequence(one)],
    ['three integers', sequence(one, one, one)],
    ['more behind it', Uint8Array.from([...sequence(one, one), 0])],
    ['less than it says', sequence(one, one).subarray(0, 7)],
    ['a length in the long form', Uint8Array.from([0x30, 0x81, 6, ...one, ...one])],
    ['another tag', Uint8Array.from([0x31, 6, ...one, ...one])],
    ['texts for integers', sequence([0x04, 1, 1], one)],
    ['an integer of no length', sequence([0x02, 0], one)],
    ['a negative integer', sequence(integer([0x80]), one)],
    ['a padded integer', sequence(integer([0, 1]), one)],
    ['an integer of another curve', sequence(integer(Array.from({ length: 34 }, () => 1)), one)],
  ];
  it.each(malformed)('is refused when it is %s', (_what, bytes) => {
    expect(() => readEcdsaSignature(bytes)).toThrow(Error);
  });

  it('never reads beyond its bytes, wherever it is cut or changed', () => {
    const whole = signatureOf('cut');
    for (let end = 0; end < whole.length; end += 1) expect(() => readEcdsaSignature(whole.subarray(0, end))).toThrow();
    for (const at of [0, 1, 2, 3]) {
      for (let value = 0; value < 256; value += 1) {
        const changed = Uint8Array.from(whole);
        changed[at] = value;
        if (value !== whole[at]) expect(() => readEcdsaSignature(changed), `${at} ${value}`).toThrow();
      }
    }
  });
});
