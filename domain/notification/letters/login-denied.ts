import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface LoginDenied {
  addressName?: string;
  /** When it was denied, written for the reader. */
  deniedAt: string;
  /** `<webOrigin>/password-reset#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the link stops working, written for the reader. */
  endsAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<LoginDenied> = {
  en: ({ addressName, deniedAt, link, endsAt, contact }) => ({
    subject: 'Your sesetoro account is secured: choose a new password',
    parts: [
      greeting('en', addressName),
      paragraph(
        `On ${deniedAt} you told us that a sign-in was not yours. Every device was signed out and forgotten, and withdrawals are stopped.`,
      ),
      paragraph('Whoever it was knows your password. Choose a new one now; until then withdrawals stay stopped.'),
      { kind: 'link', label: 'Choose a new password', href: link },
      paragraph(
        `The link works once and until ${endsAt}; where you sign in, you can ask for another one. If you need help, write to ${contact}.`,
      ),
    ],
  }),
  id: ({ addressName, deniedAt, link, endsAt, contact }) => ({
    subject: 'Akun sesetoro Anda diamankan: pilih kata sandi baru',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Pada ${deniedAt} Anda memberi tahu kami bahwa suatu proses masuk bukan dari Anda. Semua perangkat sudah dikeluarkan dan dilupakan, dan penarikan dihentikan.`,
      ),
      paragraph(
        'Siapa pun itu mengetahui kata sandi Anda. Pilih kata sandi baru sekarang; sampai saat itu penarikan tetap dihentikan.',
      ),
      { kind: 'link', label: 'Pilih kata sandi baru', href: link },
      paragraph(
        `Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}; di halaman masuk Anda dapat meminta yang baru. Jika perlu bantuan, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Confirms that a login was denied, with the link to a new password. */
export const loginDenied = (language: MailLanguage, input: LoginDenied): Letter =>
  writeLetter(wording, language, input);
