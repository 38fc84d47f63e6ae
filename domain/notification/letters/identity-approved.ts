import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface IdentityApproved {
  addressName?: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<IdentityApproved> = {
  en: ({ addressName, contact }) => ({
    subject: 'Your identity is confirmed',
    parts: [
      greeting('en', addressName),
      paragraph('Our staff compared your documents with what you told us. Your identity is confirmed.'),
      paragraph('You need not do anything. Everything in your account that asks for a proof of identity is open now.'),
      paragraph(`If you did not send any documents, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, contact }) => ({
    subject: 'Identitas Anda telah dikonfirmasi',
    parts: [
      greeting('id', addressName),
      paragraph('Petugas kami telah membandingkan dokumen dengan data Anda. Identitas Anda telah dikonfirmasi.'),
      paragraph('Anda tidak perlu melakukan apa pun. Semua fitur yang memerlukan bukti identitas kini terbuka.'),
      paragraph(`Jika Anda tidak mengirim dokumen apa pun, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that a player's identity is proved. */
export const identityApproved = (language: MailLanguage, input: IdentityApproved): Letter =>
  writeLetter(wording, language, input);
