import { describe, expect, it } from 'vitest';
import { decideConfirmation, refuseDeposit, visibleState } from '#domain/payment/deposit.ts';
import { depositBounds } from '#domain/payment/money.ts';

const awaiting = { state: 'awaiting-payment' as const, amountMinor: 5000, currency: 'SGD' };
const paid = { amountMinor: 5000, currency: 'SGD' };

describe('deposit', () => {
  it.each(['IDR', 'SGD', 'EUR'] as const)('in %s is bounded on both sides, bounds included', (currency) => {
    const { minimumMinor, maximumMinor } = depositBounds[currency];
    expect(refuseDeposit(minimumMinor, currency)).toBeUndefined();
    expect(refuseDeposit(maximumMinor, currency)).toBeUndefined();
    expect(refuseDeposit(minimumMinor - 1, currency)).toMatchObject({ problem: 'deposit-amount-refused' });
    expect(refuseDeposit(maximumMinor + 1, currency)).toMatchObject({ problem: 'deposit-amount-refused' });
  });

  it('looks expired from its last second on, and only while it awaits payment', () => {
    const deposit = { state: 'awaiting-payment' as const, expiresAtTime: '2027-01-02T00:00:00.000Z' };
    expect(visibleState(deposit, new Date('2027-01-01T23:59:59.999Z'))).toBe('awaiting-payment');
    expect(visibleState(deposit, new Date('2027-01-02T00:00:00.000Z'))).toBe('expired');
    expect(visibleState({ ...deposit, state: 'confirmed' }, new Date('2028-01-01'))).toBe('confirmed');
  });

  it.each([
    ['credits an open account', { deposit: awaiting, accountState: 'open', paid }, 'credit'],
    ['suspends for a closing account', { deposit: awaiting, accountState: 'closing', paid }, 'suspend'],
    ['suspends for a closed account', { deposit: awaiting, accountState: 'closed', paid }, 'suspend'],
    [
      'never credits another amount',
      { deposit: awaiting, accountState: 'open', paid: { ...paid, amountMinor: 5001 } },
      'mismatch',
    ],
    [
      'never credits another currency',
      { deposit: awaiting, accountState: 'open', paid: { ...paid, currency: 'EUR' } },
      'mismatch',
    ],
    [
      'leaves what is settled',
      { deposit: { ...awaiting, state: 'confirmed' }, accountState: 'open', paid },
      'already-settled',
    ],
    [
      'leaves a mismatch',
      { deposit: { ...awaiting, state: 'mismatch' }, accountState: 'open', paid },
      'already-settled',
    ],
  ] as const)('confirmation %s', (_name, circumstances, outcome) => {
    expect(decideConfirmation(circumstances)).toBe(outcome);
  });
});
