import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface DocumentRefused {
  addressName?: string;
  /** Why, and what to do about it, in the reader's language. */
  reason: string;
}

const wording: Wording<DocumentRefused> = {
  en: ({ addressName, reason }) => ({
    subject: 'We could not accept your document',
    parts: [
      greeting('en', addressName),
      paragraph('We could not accept the document that you sent.'),
      paragraph(reason),
      paragraph('You can send a document at any time from your account.'),
    ],
  }),
  id: ({ addressName, reason }) => ({
    subject: 'Dokumen Anda belum dapat kami terima',
    parts: [
      greeting('id', addressName),
      paragraph('Dokumen yang Anda kirim belum dapat kami terima.'),
      paragraph(reason),
      paragraph('Anda dapat mengirim dokumen kapan saja melalui akun Anda.'),
    ],
  }),
};

/** Says that an upload was refused, with a reason that tells what to do. */
export const documentRefused = (language: MailLanguage, input: DocumentRefused): Letter =>
  writeLetter(wording, language, input);
