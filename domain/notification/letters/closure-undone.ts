import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface ClosureUndone {
  addressName?: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<ClosureUndone> = {
  en: ({ addressName, contact }) => ({
    subject: 'Your sesetoro account stays open',
    parts: [
      greeting('en', addressName),
      paragraph('The closure was undone: your account stays open, and nothing of it was deleted.'),
      paragraph(`If this was not you, choose a new password at once and write to ${contact}.`),
    ],
  }),
  id: ({ addressName, contact }) => ({
    subject: 'Akun sesetoro Anda tetap terbuka',
    parts: [
      greeting('id', addressName),
      paragraph('Penutupan dibatalkan: akun Anda tetap terbuka, dan tidak ada data yang dihapus.'),
      paragraph(
        `Jika bukan Anda yang melakukannya, segera pilih kata sandi baru dan tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that a closure was undone. */
export const closureUndone = (language: MailLanguage, input: ClosureUndone): Letter =>
  writeLetter(wording, language, input);
