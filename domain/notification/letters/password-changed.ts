import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface PasswordChanged {
  addressName?: string;
  /** When it was changed, written for the reader. */
  changedAt: string;
  /** Until when withdrawals are held, written for the reader; absent where they are not. */
  heldUntil?: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<PasswordChanged> = {
  en: ({ addressName, changedAt, heldUntil, contact }) => ({
    subject: 'Your sesetoro password was changed',
    parts: [
      greeting('en', addressName),
      paragraph(`The password of your sesetoro account was changed on ${changedAt}. All other sessions have ended.`),
      ...(heldUntil === undefined ? [] : [paragraph(`To protect you, withdrawals are held until ${heldUntil}.`)]),
      paragraph('If it was you, you need not do anything.'),
      paragraph(`If it was not you, ask for a new password at once where you sign in, and write to ${contact}.`),
    ],
  }),
  id: ({ addressName, changedAt, heldUntil, contact }) => ({
    subject: 'Kata sandi sesetoro Anda telah diganti',
    parts: [
      greeting('id', addressName),
      paragraph(`Kata sandi akun sesetoro Anda diganti pada ${changedAt}. Semua sesi lain sudah berakhir.`),
      ...(heldUntil === undefined ? [] : [paragraph(`Untuk melindungi Anda, penarikan ditahan sampai ${heldUntil}.`)]),
      paragraph('Jika itu Anda, Anda tidak perlu melakukan apa pun.'),
      paragraph(
        `Jika itu bukan Anda, segera minta kata sandi baru di halaman masuk, dan tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that the password was replaced, and what to do if it was somebody else (ASVS 5.0, 6.3.7). */
export const passwordChanged = (language: MailLanguage, input: PasswordChanged): Letter =>
  writeLetter(wording, language, input);
