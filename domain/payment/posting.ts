/** An account of the double-entry ledger: a wallet, or one of the house's. */
export type LedgerAccount =
  { kind: 'wallet'; walletId: string } | { kind: 'house'; name: 'processor-clearing' | 'suspense' };

/** One leg of a posting. Credits to the account are positive, debits negative; minor units. */
export interface LedgerLeg {
  account: LedgerAccount;
  amountMinor: number;
}

/** A movement of money: legs of one currency that add up to zero. */
export interface Posting {
  currency: string;
  /** The record that caused it: the deposit. */
  causeId: string;
  legs: readonly [LedgerLeg, LedgerLeg];
}

/** Money confirmed by a processor, credited to a wallet. */
export function depositPosting(walletId: string, deposit: DepositAmount): Posting {
  return transfer({ kind: 'house', name: 'processor-clearing' }, { kind: 'wallet', walletId }, deposit);
}

/** Money that arrived and belongs to nobody's open wallet: it waits in suspense for a decision of staff. */
export function suspensePosting(deposit: DepositAmount): Posting {
  return transfer({ kind: 'house', name: 'processor-clearing' }, { kind: 'house', name: 'suspense' }, deposit);
}

interface DepositAmount {
  depositId: string;
  amountMinor: number;
  currency: string;
}

function transfer(
  from: LedgerAccount,
  to: LedgerAccount,
  { depositId, amountMinor, currency }: DepositAmount,
): Posting {
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) throw new RangeError('A posting moves a positive amount');
  return {
    currency,
    causeId: depositId,
    legs: [
      { account: from, amountMinor: -amountMinor },
      { account: to, amountMinor },
    ],
  };
}
