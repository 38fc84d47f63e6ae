import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depositPosting, suspensePosting } from '#domain/payment/posting.ts';

const amounts = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe('posting', () => {
  it('adds up to zero, whatever the amount', () => {
    fc.assert(
      fc.property(amounts, (amountMinor) => {
        const deposit = { depositId: 'd', amountMinor, currency: 'IDR' };
        return [depositPosting('w', deposit), suspensePosting(deposit)].every(
          ({ legs }) => legs[0].amountMinor + legs[1].amountMinor === 0,
        );
      }),
    );
  });

  it('names wallets and house accounts, never a person', () => {
    expect(depositPosting('wallet-1', { depositId: 'd', amountMinor: 7, currency: 'IDR' }).legs).toEqual([
      { account: { kind: 'house', name: 'processor-clearing' }, amountMinor: -7 },
      { account: { kind: 'wallet', walletId: 'wallet-1' }, amountMinor: 7 },
    ]);
  });

  it.each([0, -5, 1.5, 2 ** 53])('refuses to move %s', (amountMinor) => {
    expect(() => depositPosting('w', { depositId: 'd', amountMinor, currency: 'IDR' })).toThrow(RangeError);
  });
});
