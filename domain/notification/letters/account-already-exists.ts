import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface AccountAlreadyExists {
  addressName?: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<AccountAlreadyExists> = {
  en: ({ addressName, contact }) => ({
    subject: 'You already have a sesetoro account',
    parts: [
      greeting('en', addressName),
      paragraph(
        'Someone tried to open a new sesetoro account with this e-mail address, which already belongs to your account. No new account was opened, and nothing in your account has changed.',
      ),
      paragraph('If it was you, sign in with the account that you have.'),
      paragraph(`If it was not you, you need not do anything. If it happens often, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, contact }) => ({
    subject: 'Anda sudah memiliki akun sesetoro',
    parts: [
      greeting('id', addressName),
      paragraph(
        'Seseorang mencoba membuka akun sesetoro baru dengan alamat email ini, yang sudah terdaftar pada akun Anda. Tidak ada akun baru yang dibuka, dan tidak ada yang berubah pada akun Anda.',
      ),
      paragraph('Jika itu Anda, silakan masuk dengan akun yang sudah Anda miliki.'),
      paragraph(
        `Jika itu bukan Anda, Anda tidak perlu melakukan apa pun. Jika hal ini sering terjadi, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Tells the owner of an account that their address was registered again; the one who registered learns nothing. */
export const accountAlreadyExists = (language: MailLanguage, input: AccountAlreadyExists): Letter =>
  writeLetter(wording, language, input);
