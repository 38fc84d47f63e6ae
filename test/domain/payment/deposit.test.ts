import { describe, expect, it } from 'vitest';
import {
  countedBeforeProof,
  decideConfirmation,
  refuseBeforeProof,
  refuseDeposit,
  visibleState,
} from '#domain/payment/deposit.ts';
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

  it('counts before proof what was paid and what can still be paid in time, and nothing else', () => {
    const now = new Date('2027-01-02T00:00:00.000Z');
    const expiresAtTime = '2027-01-02T00:00:00.001Z';
    const deposits = [
      { state: 'confirmed', amountMinor: 1, expiresAtTime: '2026-01-01T00:00:00.000Z' },
      { state: 'awaiting-payment', amountMinor: 20, expiresAtTime },
      { state: 'awaiting-payment', amountMinor: 300, expiresAtTime: now.toISOString() },
      { state: 'mismatch', amountMinor: 4000, expiresAtTime },
      { state: 'suspended', amountMinor: 50_000, expiresAtTime },
    ] as const;
    expect(countedBeforeProof(deposits, now)).toBe(21);
  });

  it('may reach the most before proof and not exceed it', () => {
    const amounts = { countedMinor: 900, maximumMinor: 1000 };
    expect(refuseBeforeProof({ ...amounts, amountMinor: 100 }, 'EUR')).toBeUndefined();
    const refusal = refuseBeforeProof({ ...amounts, amountMinor: 101 }, 'EUR');
    expect(refusal).toMatchObject({ problem: 'deposit-limit-before-proof' });
    expect(refusal?.detail).toContain('Send an identity document');
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
