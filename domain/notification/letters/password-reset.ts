import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface PasswordReset {
  addressName?: string;
  /** `<webOrigin>/password-reset#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the link stops working, written for the reader. */
  endsAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<PasswordReset> = {
  en: ({ addressName, link, endsAt, contact }) => ({
    subject: 'Choose a new password for sesetoro',
    parts: [
      greeting('en', addressName),
      paragraph(
        'Someone, most likely you, asked for a new password for your sesetoro account. To choose one, open this link.',
      ),
      { kind: 'link', label: 'Choose a new password', href: link },
      paragraph(
        `The link works once and until ${endsAt}. With the new password you are signed out everywhere, and withdrawals wait for 72 hours.`,
      ),
      paragraph(
        `If it was not you, you need not do anything: your password stays as it is. If it happens often, write to ${contact}. We never ask you for this link or for your password.`,
      ),
    ],
  }),
  id: ({ addressName, link, endsAt, contact }) => ({
    subject: 'Pilih kata sandi baru untuk sesetoro',
    parts: [
      greeting('id', addressName),
      paragraph(
        'Seseorang, kemungkinan besar Anda sendiri, meminta kata sandi baru untuk akun sesetoro Anda. Untuk memilihnya, buka tautan berikut.',
      ),
      { kind: 'link', label: 'Pilih kata sandi baru', href: link },
      paragraph(
        `Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}. Dengan kata sandi baru, Anda keluar dari semua perangkat dan penarikan ditahan selama 72 jam.`,
      ),
      paragraph(
        `Jika bukan Anda yang meminta, Anda tidak perlu melakukan apa pun: kata sandi Anda tetap sama. Jika hal ini sering terjadi, tulislah kepada kami di ${contact}. Kami tidak pernah meminta tautan ini atau kata sandi Anda.`,
      ),
    ],
  }),
};

/** Brings the link to a new password (C38). */
export const passwordReset = (language: MailLanguage, input: PasswordReset): Letter =>
  writeLetter(wording, language, input);
