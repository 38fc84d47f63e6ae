import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface SecondFactorChanged {
  addressName?: string;
  change: 'on' | 'off';
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<SecondFactorChanged> = {
  en: ({ addressName, change, contact }) => ({
    subject: change === 'on' ? 'A second factor was turned on' : 'A second factor was turned off',
    parts: [
      greeting('en', addressName),
      paragraph(`Codes by text message were turned ${change} as a second factor of your account.`),
      paragraph(`If this was not you, change your password at once and write to ${contact}.`),
    ],
  }),
  id: ({ addressName, change, contact }) => ({
    subject: change === 'on' ? 'Faktor kedua telah diaktifkan' : 'Faktor kedua telah dinonaktifkan',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Kode melalui SMS telah ${change === 'on' ? 'diaktifkan' : 'dinonaktifkan'} sebagai faktor kedua akun Anda.`,
      ),
      paragraph(`Jika bukan Anda, segera ganti kata sandi Anda dan tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that the SMS factor was turned on or off. */
export const secondFactorChanged = (language: MailLanguage, input: SecondFactorChanged): Letter =>
  writeLetter(wording, language, input);
