import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface DocumentExpiring {
  addressName?: string;
  /** The last day of the document, written for the reader. */
  expiresOn: string;
}

const wording: Wording<DocumentExpiring> = {
  en: ({ addressName, expiresOn }) => ({
    subject: 'Your identity document runs out soon',
    parts: [
      greeting('en', addressName),
      paragraph(`The identity document by which you proved who you are is valid until ${expiresOn}.`),
      paragraph('Please send a photo of a valid one from your account before that day.'),
      paragraph('After that day your identity no longer counts as proved until we have approved another document.'),
    ],
  }),
  id: ({ addressName, expiresOn }) => ({
    subject: 'Dokumen identitas Anda segera habis masa berlakunya',
    parts: [
      greeting('id', addressName),
      paragraph(`Dokumen identitas yang Anda gunakan untuk membuktikan diri berlaku sampai ${expiresOn}.`),
      paragraph('Silakan kirim foto dokumen yang masih berlaku melalui akun Anda sebelum tanggal tersebut.'),
      paragraph('Setelah tanggal itu, identitas Anda tidak lagi terbukti sampai kami menyetujui dokumen lain.'),
    ],
  }),
};

/** Says that the approved identity document runs out soon, and what to do (C14). */
export const documentExpiring = (language: MailLanguage, input: DocumentExpiring): Letter =>
  writeLetter(wording, language, input);
