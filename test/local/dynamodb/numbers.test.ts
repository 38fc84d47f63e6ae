import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfKey, endOfPrefix } from '#local/dynamodb/key-bytes.ts';
import { addNumbers, compareNumbers, normaliseNumber, subtractNumbers } from '#local/dynamodb/numbers.ts';

const decimals = fc
  .tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.integer({ min: -110, max: 109 }))
  .map(([digits, exponent]) => normaliseNumber(`${digits}E${exponent}`));

describe('numbers', () => {
  const normal: [given: string, written: string][] = [
    ['0', '0'],
    ['-0', '0'],
    ['0.000', '0'],
    ['007', '7'],
    ['+1.50', '1.5'],
    ['1e3', '1000'],
    ['-1.2E-3', '-0.0012'],
    ['.5', '0.5'],
    ['1E125', `1${'0'.repeat(125)}`],
    ['1E-130', `0.${'0'.repeat(129)}1`],
    ['123456789012345678901234567890.12345678', '123456789012345678901234567890.12345678'],
  ];
  it.each(normal)('writes %s as %s', (given, written) => {
    expect(normaliseNumber(given)).toBe(written);
  });

  const refused = ['', '-', '.', '1e', 'NaN', 'Infinity', '0x10', '1 2', '1E126', '-1E126', '1E-131', '1E999999999'];
  it.each(refused)('refuses "%s"', (given) => {
    expect(() => normaliseNumber(given)).toThrow();
  });

  it('refuses a sum that needs more than 38 digits', () => {
    expect(() => addNumbers('1E37', '0.01')).toThrow(/38 significant digits/);
  });

  it('adds and subtracts without loss', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.bigInt(-(10n ** 18n), 10n ** 18n), (a, b) => {
        expect(addNumbers(String(a), String(b))).toBe(String(a + b));
        expect(subtractNumbers(String(a), String(b))).toBe(String(a - b));
      }),
    );
  });

  it('has key bytes in the order of the numbers', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [left, right] = [bytesOfKey({ N: a }), bytesOfKey({ N: b })];
        expect(Buffer.compare(left ?? Buffer.of(), right ?? Buffer.of())).toBe(compareNumbers(a, b));
      }),
    );
    const extremes = ['-9.9E125', '-1E-130', '0', '1E-130', '9.9E125'].map(normaliseNumber);
    const bytes = extremes.map((number) => bytesOfKey({ N: number }) ?? Buffer.of());
    expect(bytes.toSorted((left, right) => Buffer.compare(left, right))).toEqual(bytes);
  });

  it('ends a prefix right after everything that begins with it', () => {
    expect(endOfPrefix(Buffer.from([1, 255]))).toEqual(Buffer.from([2]));
    expect(endOfPrefix(Buffer.from([255, 255]))).toBeUndefined();
  });
});
