import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface EmailChangeConfirmed {
  addressName?: string;
  /** When it was changed, written for the reader. */
  changedAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<EmailChangeConfirmed> = {
  en: ({ addressName, changedAt, contact }) => ({
    subject: 'This is now your sesetoro e-mail address',
    parts: [
      greeting('en', addressName),
      paragraph(
        `Since ${changedAt} this is the e-mail address of your sesetoro account. Please sign in with it. Withdrawals are held for 72 hours.`,
      ),
      paragraph(`If you did not ask for this, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, changedAt, contact }) => ({
    subject: 'Ini sekarang alamat email sesetoro Anda',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Sejak ${changedAt} ini adalah alamat email akun sesetoro Anda. Silakan masuk dengan alamat ini. Penarikan ditahan selama 72 jam.`,
      ),
      paragraph(`Jika Anda tidak meminta hal ini, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says at the new address that it is now that of the account. */
export const emailChangeConfirmed = (language: MailLanguage, input: EmailChangeConfirmed): Letter =>
  writeLetter(wording, language, input);
