import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs; amounts and times are already written for the reader. */
export interface DepositConfirmed {
  addressName?: string;
  amount: string;
  paymentReference: string;
  confirmedAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<DepositConfirmed> = {
  en: ({ addressName, amount, paymentReference, confirmedAt, contact }) => ({
    subject: 'Your deposit has arrived',
    parts: [
      greeting('en', addressName),
      paragraph('Your deposit has arrived and is in your balance.'),
      {
        kind: 'facts',
        rows: [
          { label: 'Amount', value: amount },
          { label: 'Payment reference', value: paymentReference },
          { label: 'Time', value: confirmedAt },
        ],
      },
      paragraph(`If you did not make this deposit, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, amount, paymentReference, confirmedAt, contact }) => ({
    subject: 'Deposit Anda telah kami terima',
    parts: [
      greeting('id', addressName),
      paragraph('Deposit Anda telah kami terima dan sudah masuk ke saldo Anda.'),
      {
        kind: 'facts',
        rows: [
          { label: 'Jumlah', value: amount },
          { label: 'Referensi pembayaran', value: paymentReference },
          { label: 'Waktu', value: confirmedAt },
        ],
      },
      paragraph(`Jika Anda tidak melakukan deposit ini, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Confirms a deposit (C35). */
export const depositConfirmed = (language: MailLanguage, input: DepositConfirmed): Letter =>
  writeLetter(wording, language, input);
