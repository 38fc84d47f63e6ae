import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface ExportReady {
  addressName?: string;
  /** Where to log in. */
  link: string;
  /** The day on which the copy is destroyed, written for the reader. */
  destroyAt: string;
  /** Address of whoever answers questions about data. */
  contact: string;
}

const wording: Wording<ExportReady> = {
  en: ({ addressName, link, destroyAt, contact }) => ({
    subject: 'The copy of your data is ready',
    parts: [
      greeting('en', addressName),
      paragraph(`The copy of your data that you asked for is ready. Log in to download it: ${link}`),
      paragraph(`We destroy the copy on ${destroyAt}. You can ask for another one at any time.`),
      paragraph(`If you did not ask for a copy, change your password and write to ${contact}.`),
    ],
  }),
  id: ({ addressName, link, destroyAt, contact }) => ({
    subject: 'Salinan data Anda sudah siap',
    parts: [
      greeting('id', addressName),
      paragraph(`Salinan data yang Anda minta sudah siap. Masuklah untuk mengunduhnya: ${link}`),
      paragraph(`Salinan ini kami musnahkan pada ${destroyAt}. Anda dapat meminta salinan lain kapan saja.`),
      paragraph(`Jika Anda tidak meminta salinan, ubah kata sandi Anda dan tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that a copy of somebody's data can be fetched after logging in. Holds nothing of it. */
export const exportReady = (language: MailLanguage, input: ExportReady): Letter =>
  writeLetter(wording, language, input);
