import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface AddressAlreadyUsed {
  addressName?: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<AddressAlreadyUsed> = {
  en: ({ addressName, contact }) => ({
    subject: 'Your e-mail address was asked for',
    parts: [
      greeting('en', addressName),
      paragraph(
        'Someone asked to use this e-mail address for a sesetoro account, but it already belongs to your account. Nothing has changed.',
      ),
      paragraph(`If it was not you, you need not do anything. If it happens often, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, contact }) => ({
    subject: 'Alamat email Anda diminta untuk akun lain',
    parts: [
      greeting('id', addressName),
      paragraph(
        'Seseorang meminta alamat email ini untuk sebuah akun sesetoro, tetapi alamat ini sudah terdaftar pada akun Anda. Tidak ada yang berubah.',
      ),
      paragraph(
        `Jika itu bukan Anda, Anda tidak perlu melakukan apa pun. Jika hal ini sering terjadi, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Tells the owner of an account that somebody wants their address for another one; who asked learns nothing. */
export const addressAlreadyUsed = (language: MailLanguage, input: AddressAlreadyUsed): Letter =>
  writeLetter(wording, language, input);
