import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface PhoneChanged {
  addressName?: string;
  /** When the number was changed, written for the reader. */
  changedAt: string;
  /** Restores the old number; the token stands in its fragment. */
  link: string;
  /** When the link ends, written for the reader. */
  endsAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<PhoneChanged> = {
  en: ({ addressName, changedAt, link, endsAt, contact }) => ({
    subject: 'Your phone number was changed',
    parts: [
      greeting('en', addressName),
      paragraph(
        `The phone number of your account was changed on ${changedAt}. Other sessions have ended, and no withdrawal leaves for 72 hours.`,
      ),
      paragraph('If this was you, there is nothing to do. If not, restore your old number:'),
      { kind: 'link', label: 'Restore my old number', href: link },
      paragraph(`The link works once, until ${endsAt}. Afterwards write to ${contact}.`),
    ],
  }),
  id: ({ addressName, changedAt, link, endsAt, contact }) => ({
    subject: 'Nomor telepon Anda telah diganti',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Nomor telepon akun Anda diganti pada ${changedAt}. Sesi lain telah diakhiri, dan penarikan ditahan selama 72 jam.`,
      ),
      paragraph('Jika itu Anda, tidak ada yang perlu dilakukan. Jika bukan, pulihkan nomor lama Anda:'),
      { kind: 'link', label: 'Pulihkan nomor lama saya', href: link },
      paragraph(`Tautan berlaku satu kali, sampai ${endsAt}. Setelah itu, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that the phone number was changed and gives the link that undoes it. */
export const phoneChanged = (language: MailLanguage, input: PhoneChanged): Letter =>
  writeLetter(wording, language, input);
