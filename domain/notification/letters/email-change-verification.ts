import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface EmailChangeVerification {
  /** `<webOrigin>/email-change#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the link stops working, written for the reader. */
  endsAt: string;
}

const wording: Wording<EmailChangeVerification> = {
  en: ({ link, endsAt }) => ({
    subject: 'Confirm your new e-mail address for sesetoro',
    parts: [
      greeting('en'),
      paragraph(
        'Someone, most likely you, wants to use this e-mail address for their sesetoro account. To go on, open this link.',
      ),
      { kind: 'link', label: 'Use this address', href: link },
      paragraph(`The link works once and until ${endsAt}.`),
      paragraph('If it was not you, you need not do anything: without the link this address is not used.'),
    ],
  }),
  id: ({ link, endsAt }) => ({
    subject: 'Konfirmasi alamat email baru Anda untuk sesetoro',
    parts: [
      greeting('id'),
      paragraph(
        'Seseorang, kemungkinan besar Anda sendiri, ingin memakai alamat email ini untuk akun sesetoro miliknya. Untuk melanjutkan, buka tautan berikut.',
      ),
      { kind: 'link', label: 'Gunakan alamat ini', href: link },
      paragraph(`Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}.`),
      paragraph('Jika itu bukan Anda, Anda tidak perlu melakukan apa pun: tanpa tautan ini alamat ini tidak dipakai.'),
    ],
  }),
};

/** Asks the owner of an address whether it shall become that of an account; says nothing of whose account it is. */
export const emailChangeVerification = (language: MailLanguage, input: EmailChangeVerification): Letter =>
  writeLetter(wording, language, input);
