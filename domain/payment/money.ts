import * as z from 'zod';

/** ISO 4217 codes of the currencies that wallets are kept in. */
export const currencySchema = z.enum(['IDR', 'SGD', 'EUR']);

/** ISO 4217 code of a wallet. */
export type Currency = z.infer<typeof currencySchema>;

/** An amount in minor units: a positive safe integer. Floats never stand for money. */
export const amountMinorSchema = z.int().positive().max(Number.MAX_SAFE_INTEGER);

/** Bounds of one deposit in minor units, both allowed. All three currencies have two minor digits (ISO 4217). */
export const depositBounds: Readonly<Record<Currency, { minimumMinor: number; maximumMinor: number }>> = {
  IDR: { minimumMinor: 1_000_000, maximumMinor: 5_000_000_000 },
  SGD: { minimumMinor: 1_000, maximumMinor: 500_000 },
  EUR: { minimumMinor: 1_000, maximumMinor: 500_000 },
};
