import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface EmailChangeReverted {
  addressName?: string;
  /** `<webOrigin>/password-reset#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the link stops working, written for the reader. */
  endsAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<EmailChangeReverted> = {
  en: ({ addressName, link, endsAt, contact }) => ({
    subject: 'Your sesetoro account has this e-mail address again',
    parts: [
      greeting('en', addressName),
      paragraph(
        'The change of the e-mail address of your sesetoro account was undone. Everybody was signed out and the password stopped working, because somebody else may know it. Withdrawals are held for 72 hours.',
      ),
      paragraph('To sign in again, choose a new password.'),
      { kind: 'link', label: 'Choose a new password', href: link },
      paragraph(
        `The link works once and until ${endsAt}; where you sign in, you can ask for another one. If you need help, write to ${contact}.`,
      ),
    ],
  }),
  id: ({ addressName, link, endsAt, contact }) => ({
    subject: 'Akun sesetoro Anda kembali memakai alamat email ini',
    parts: [
      greeting('id', addressName),
      paragraph(
        'Perubahan alamat email akun sesetoro Anda sudah dibatalkan. Semua sesi diakhiri dan kata sandi tidak berlaku lagi, karena mungkin diketahui orang lain. Penarikan ditahan selama 72 jam.',
      ),
      paragraph('Untuk masuk kembali, pilih kata sandi baru.'),
      { kind: 'link', label: 'Pilih kata sandi baru', href: link },
      paragraph(
        `Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}; di halaman masuk Anda dapat meminta yang baru. Jika perlu bantuan, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that an account has its address back, with the link to a new password. */
export const emailChangeReverted = (language: MailLanguage, input: EmailChangeReverted): Letter =>
  writeLetter(wording, language, input);
