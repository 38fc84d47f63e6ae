import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface DocumentAcceptedForReview {
  addressName?: string;
}

const wording: Wording<DocumentAcceptedForReview> = {
  en: ({ addressName }) => ({
    subject: 'Your document has arrived',
    parts: [
      greeting('en', addressName),
      paragraph('The document that you sent has arrived and can be read. Our staff will now review it.'),
      paragraph('You need not do anything. You can see the state of your documents in your account.'),
    ],
  }),
  id: ({ addressName }) => ({
    subject: 'Dokumen Anda telah kami terima',
    parts: [
      greeting('id', addressName),
      paragraph('Dokumen yang Anda kirim telah kami terima dan dapat dibaca. Petugas kami akan meninjaunya.'),
      paragraph('Anda tidak perlu melakukan apa pun. Anda dapat melihat status dokumen di akun Anda.'),
    ],
  }),
};

/** Says that an upload passed the technical checks and waits for a person. */
export const documentAcceptedForReview = (language: MailLanguage, input: DocumentAcceptedForReview): Letter =>
  writeLetter(wording, language, input);
