import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface AccountClosing {
  addressName?: string;
  /** The last day before the account is closed, written for the reader. */
  closesAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<AccountClosing> = {
  en: ({ addressName, closesAt, contact }) => ({
    subject: 'Your sesetoro account is being closed',
    parts: [
      greeting('en', addressName),
      paragraph(`As you asked, we will close your account on ${closesAt}. You will hear from us when it is done.`),
      paragraph(`If you did not ask for this, write to ${contact} before that day.`),
    ],
  }),
  id: ({ addressName, closesAt, contact }) => ({
    subject: 'Akun sesetoro Anda sedang ditutup',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Sesuai permintaan Anda, akun Anda akan kami tutup pada ${closesAt}. Kami akan memberi tahu Anda setelah selesai.`,
      ),
      paragraph(`Jika Anda tidak meminta penutupan ini, tulislah kepada kami di ${contact} sebelum tanggal tersebut.`),
    ],
  }),
};

/** Says that closing has begun, where there is time between asking and closing. */
export const accountClosing = (language: MailLanguage, input: AccountClosing): Letter =>
  writeLetter(wording, language, input);
