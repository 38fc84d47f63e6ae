import * as z from 'zod';
import { holdsCardNumber } from './card-number.ts';
import { amountMinorSchema } from './money.ts';

/** How far a webhook's time may lie from ours, either way (Standard Webhooks). */
export const webhookToleranceSeconds = 5 * 60;
/** An authentic confirmation without a deposit is tried again for this long, then parked with an alarm. */
export const unmatchedRetrySeconds = 24 * 3600;

const shortText = z.string().max(140);

/**
 * A processor's confirmation, stripped to what may be kept: whatever else the processor sends, full credentials
 * included, is gone before the first write (C17).
 */
export const confirmationSchema = z.object({
  type: z.literal('payment.confirmed'),
  data: z.object({
    paymentReference: z.string().regex(/^[0-9a-z]{26}$/),
    amountMinor: amountMinorSchema,
    currency: z.string().regex(/^[A-Z]{3}$/),
    confirmedAt: z.iso.datetime(),
    /** The processor's own number of the transfer. */
    transferConfirmation: shortText,
    /** Virtual accounts only: from which account the transfer came (C18). */
    bankAccount: z.object({ bankCode: shortText, accountNumber: shortText, holderName: shortText }).optional(),
  }),
});

/** A parsed confirmation. */
export type Confirmation = z.infer<typeof confirmationSchema>;

/** What of a confirmation is kept, sealed, with the deposit. */
export interface TransferDetails {
  transferConfirmation?: string;
  bankAccount?: { bankCode: string; accountNumber: string; holderName: string };
}

/** Leaves out every free text that looks like a card number; the verdict is kept by the caller, never the digits. */
export function keepableDetails({ data }: Confirmation): { details: TransferDetails; cardNumberFound: boolean } {
  const confirmationClean = !holdsCardNumber(data.transferConfirmation);
  const bank = data.bankAccount;
  const bankClean = bank === undefined || ![bank.bankCode, bank.holderName].some((text) => holdsCardNumber(text));
  return {
    details: {
      ...(confirmationClean && data.transferConfirmation !== ''
        ? { transferConfirmation: data.transferConfirmation }
        : {}),
      ...(bank !== undefined && bankClean ? { bankAccount: bank } : {}),
    },
    cardNumberFound: !confirmationClean || !bankClean,
  };
}

/** The confirmation as it may be kept until its deposit is found: what looks like a card number is empty or left out. */
export function keepableConfirmation(confirmation: Confirmation): Confirmation {
  const { bankAccount: _, ...data } = confirmation.data;
  const { transferConfirmation = '', bankAccount } = keepableDetails(confirmation).details;
  const kept = { ...data, transferConfirmation, ...(bankAccount === undefined ? {} : { bankAccount }) };
  return { ...confirmation, data: kept };
}
