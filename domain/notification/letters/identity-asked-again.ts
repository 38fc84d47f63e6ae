import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface IdentityAskedAgain {
  addressName?: string;
  /** What was wrong, and what to send instead, in the reader's language. */
  reason: string;
}

const wording: Wording<IdentityAskedAgain> = {
  en: ({ addressName, reason }) => ({
    subject: 'Please send us a document again',
    parts: [
      greeting('en', addressName),
      paragraph('Our staff looked at your documents and needs one more from you.'),
      paragraph(reason),
      paragraph('You can send it at any time from your account. A person will look at it as soon as it arrives.'),
    ],
  }),
  id: ({ addressName, reason }) => ({
    subject: 'Mohon kirim ulang dokumen Anda',
    parts: [
      greeting('id', addressName),
      paragraph('Petugas kami telah memeriksa dokumen Anda dan memerlukan satu dokumen lagi.'),
      paragraph(reason),
      paragraph('Anda dapat mengirimnya kapan saja melalui akun Anda. Petugas akan memeriksanya setelah diterima.'),
    ],
  }),
};

/** Asks a player for a document again, with what was wrong with the one before. */
export const identityAskedAgain = (language: MailLanguage, input: IdentityAskedAgain): Letter =>
  writeLetter(wording, language, input);
