import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface IdentityRefused {
  addressName?: string;
  /** Why, and what to do about it, in the reader's language. */
  reason: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<IdentityRefused> = {
  en: ({ addressName, reason, contact }) => ({
    subject: 'We could not confirm your identity',
    parts: [
      greeting('en', addressName),
      paragraph('Our staff looked at your documents and could not confirm your identity.'),
      paragraph(reason),
      paragraph(`If you think that this is wrong, write to ${contact}: a person will look at it again.`),
    ],
  }),
  id: ({ addressName, reason, contact }) => ({
    subject: 'Identitas Anda tidak dapat kami konfirmasi',
    parts: [
      greeting('id', addressName),
      paragraph('Petugas kami telah memeriksa dokumen Anda dan tidak dapat mengonfirmasi identitas Anda.'),
      paragraph(reason),
      paragraph(`Jika menurut Anda ini keliru, tulislah kepada kami di ${contact}: petugas akan memeriksanya lagi.`),
    ],
  }),
};

/** Says that a player's identity was not confirmed, why, and whom to ask. */
export const identityRefused = (language: MailLanguage, input: IdentityRefused): Letter =>
  writeLetter(wording, language, input);
