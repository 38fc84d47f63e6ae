import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface DocumentExpired {
  addressName?: string;
  /** The last day of the document, written for the reader. */
  expiredOn: string;
}

const wording: Wording<DocumentExpired> = {
  en: ({ addressName, expiredOn }) => ({
    subject: 'Your identity document has run out',
    parts: [
      greeting('en', addressName),
      paragraph(`The identity document by which you proved who you are was valid until ${expiredOn}.`),
      paragraph('Your identity no longer counts as proved. Please send a photo of a valid document from your account.'),
    ],
  }),
  id: ({ addressName, expiredOn }) => ({
    subject: 'Masa berlaku dokumen identitas Anda telah habis',
    parts: [
      greeting('id', addressName),
      paragraph(`Dokumen identitas yang Anda gunakan untuk membuktikan diri berlaku sampai ${expiredOn}.`),
      paragraph('Identitas Anda tidak lagi terbukti. Silakan kirim foto dokumen yang masih berlaku melalui akun Anda.'),
    ],
  }),
};

/** Says that the approved identity document has run out, and what to do (C14). */
export const documentExpired = (language: MailLanguage, input: DocumentExpired): Letter =>
  writeLetter(wording, language, input);
