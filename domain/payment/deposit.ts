import * as z from 'zod';
import { refused, type Refused } from '../decision.ts';
import { depositBounds, type Currency } from './money.ts';

/** Means of payment that the policy names (C7). */
export const depositMethodSchema = z.enum(['dana', 'e-wallet', 'mobile-banking', 'virtual-account']);

/** Means of payment of a deposit. */
export type DepositMethod = z.infer<typeof depositMethodSchema>;

/** Stored states of a deposit; `expired` is never stored, it is what an old `awaiting-payment` looks like. */
export const depositStateSchema = z.enum(['awaiting-payment', 'confirmed', 'mismatch', 'suspended']);

/** Stored state of a deposit. */
export type DepositState = z.infer<typeof depositStateSchema>;

/** A person has a day to pay; a later confirmation is still credited while the account is open. */
export const depositSeconds = 24 * 3600;

/** Refuses an amount outside the bounds of its currency. */
export function refuseDeposit(amountMinor: number, currency: Currency): Refused | undefined {
  const { minimumMinor, maximumMinor } = depositBounds[currency];
  if (amountMinor >= minimumMinor && amountMinor <= maximumMinor) return undefined;
  return refused('deposit-amount-refused', {
    detail: `Between ${minimumMinor} and ${maximumMinor} minor units of ${currency}.`,
  });
}

/**
 * What counts before identity is proved, in minor units: deposits that were paid, and those that can still be paid in
 * time.
 */
export function countedBeforeProof(
  deposits: readonly { state: DepositState; amountMinor: number; expiresAtTime: string }[],
  now: Date,
): number {
  return deposits
    .filter((deposit) => ['confirmed', 'awaiting-payment'].includes(visibleState(deposit, now)))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** Refuses what would bring the deposits of somebody whose identity is not proved above the most of the jurisdiction. */
export function refuseBeforeProof(
  amounts: { countedMinor: number; amountMinor: number; maximumMinor: number },
  currency: Currency,
): Refused | undefined {
  const { countedMinor, amountMinor, maximumMinor } = amounts;
  if (countedMinor + amountMinor <= maximumMinor) return undefined;
  return refused('deposit-limit-before-proof', {
    detail:
      `Until your identity is proved, your deposits may come to ${maximumMinor} minor units of ${currency} in all. ` +
      'Send an identity document to prove who you are.',
  });
}

/** The state as people see it at a moment. */
export function visibleState(
  deposit: { state: DepositState; expiresAtTime: string },
  now: Date,
): DepositState | 'expired' {
  const lapsed = deposit.state === 'awaiting-payment' && deposit.expiresAtTime <= now.toISOString();
  return lapsed ? 'expired' : deposit.state;
}

/** What an authentic confirmation says and what it is held against. */
export interface ConfirmationCircumstances {
  deposit: { state: DepositState; amountMinor: number; currency: string };
  accountState: 'open' | 'closing' | 'closed';
  paid: { amountMinor: number; currency: string };
}

/** What an authentic confirmation of a known deposit leads to. */
export type ConfirmationOutcome = 'credit' | 'suspend' | 'mismatch' | 'already-settled';

/**
 * Decides about money that has really arrived. A different amount is never credited; money for an account that is no
 * longer open waits in suspense; a deposit that is settled stays settled, whatever comes in which order.
 */
export function decideConfirmation({ deposit, accountState, paid }: ConfirmationCircumstances): ConfirmationOutcome {
  if (deposit.state !== 'awaiting-payment') return 'already-settled';
  if (paid.amountMinor !== deposit.amountMinor || paid.currency !== deposit.currency) return 'mismatch';
  return accountState === 'open' ? 'credit' : 'suspend';
}
