import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs; nothing that was entered in the form, because the reader may not be who entered it. */
export interface RegistrationVerification {
  /** `<webOrigin>/verification#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the registration lapses, written for the reader. */
  endsAt: string;
}

const wording: Wording<RegistrationVerification> = {
  en: ({ link, endsAt }) => ({
    subject: 'Confirm your e-mail address for sesetoro',
    parts: [
      greeting('en'),
      paragraph(
        'Someone, most likely you, started to open a sesetoro account with this e-mail address. To go on, open this link and enter the password that you chose.',
      ),
      { kind: 'link', label: 'Confirm my e-mail address', href: link },
      paragraph(`The link works once and until ${endsAt}. After that, please register again.`),
      paragraph(
        'If it was not you, you need not do anything: without the link no account is opened, and what was entered is deleted.',
      ),
    ],
  }),
  id: ({ link, endsAt }) => ({
    subject: 'Konfirmasi alamat email Anda untuk sesetoro',
    parts: [
      greeting('id'),
      paragraph(
        'Seseorang, kemungkinan besar Anda sendiri, mulai membuka akun sesetoro dengan alamat email ini. Untuk melanjutkan, buka tautan berikut dan masukkan kata sandi yang Anda pilih.',
      ),
      { kind: 'link', label: 'Konfirmasi alamat email saya', href: link },
      paragraph(
        `Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}. Setelah itu, silakan mendaftar lagi.`,
      ),
      paragraph(
        'Jika bukan Anda yang mendaftar, Anda tidak perlu melakukan apa pun: tanpa tautan ini tidak ada akun yang dibuka, dan data yang dimasukkan akan dihapus.',
      ),
    ],
  }),
};

/** Asks the owner of an address to confirm a registration (C10). */
export const registrationVerification = (language: MailLanguage, input: RegistrationVerification): Letter =>
  writeLetter(wording, language, input);
