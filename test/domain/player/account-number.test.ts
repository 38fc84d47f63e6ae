import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountNumberFrom, isAccountNumber } from '#domain/player/account-number.ts';

const tenDigits = fc.stringMatching(/^\d{10}$/);

describe('account number', () => {
  it('carries the check digit of ISO/IEC 7064, MOD 11,10', () => {
    // The published example of another number with this check digit, the German tax identification number.
    expect(accountNumberFrom('8609574271')).toBe('86095742719');
  });

  it('is right as made, whatever the digits', () => {
    fc.assert(fc.property(tenDigits, (digits) => isAccountNumber(accountNumberFrom(digits))));
  });

  it('shows every single wrong digit', () => {
    fc.assert(
      fc.property(tenDigits, fc.nat(10), fc.integer({ min: 1, max: 9 }), (digits, position, shift) => {
        const number = accountNumberFrom(digits);
        const wrong = String((Number(number[position]) + shift) % 10);
        return !isAccountNumber(number.slice(0, position) + wrong + number.slice(position + 1));
      }),
    );
  });

  it('is made of ten digits and nothing else', () => {
    expect(() => accountNumberFrom('12345')).toThrow(RangeError);
    expect(isAccountNumber('1234567890a')).toBe(false);
  });
});
