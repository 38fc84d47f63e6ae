import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from '#domain/payment/card-number.ts';

/** The digit that makes a run of digits pass the Luhn sum. */
function luhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

const visa = fc.stringMatching(/^4\d{14}$/).map((digits) => digits + luhnDigit(digits));

describe('card number detector', () => {
  it('finds a card number in any free text, with or without separators', () => {
    fc.assert(
      fc.property(visa, fc.constantFrom('', ' ', '-'), (number, separator) => {
        const grouped = (number.match(/\d{4}/g) ?? []).join(separator);
        return holdsCardNumber(`paid with ${grouped}, thanks`) && holdsCardNumber(grouped);
      }),
    );
  });

  it('finds one hidden in a longer run and in full-width digits', () => {
    expect(holdsCardNumber('000' + '4111111111111111' + '9')).toBe(true);
    expect(holdsCardNumber('４１１１１１１１１１１１１１１１')).toBe(true);
  });

  it('takes an Indonesian NIK for what it is', () => {
    expect(holdsCardNumber('5171014107900004', 'identity-number')).toBe(false);
    expect(holdsCardNumber('NIK 5105105105105100')).toBe(false);
    expect(holdsCardNumber('5105105105105100')).toBe(true);
  });

  it.each(['order 2026-11-24 10:00', '+6281234567890', '0812 3456 7890', '1234567890123456', ''])(
    'leaves %j alone',
    (text) => {
      expect(holdsCardNumber(text)).toBe(false);
    },
  );
});
