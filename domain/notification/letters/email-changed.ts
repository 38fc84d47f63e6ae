import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface EmailChanged {
  addressName?: string;
  /** When it was changed, written for the reader. */
  changedAt: string;
  /** `<webOrigin>/email-change-reversion#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the link stops working, written for the reader. */
  endsAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<EmailChanged> = {
  en: ({ addressName, changedAt, link, endsAt, contact }) => ({
    subject: 'Your sesetoro e-mail address was changed',
    parts: [
      greeting('en', addressName),
      paragraph(
        `The e-mail address of your sesetoro account was changed on ${changedAt}. This address no longer belongs to it. Everybody was signed out, and withdrawals are held for 72 hours.`,
      ),
      paragraph('If it was you, you need not do anything.'),
      paragraph(
        'If it was not you, open this link. Your account gets this address back, the present password stops working, and we send you a link to a new one.',
      ),
      { kind: 'link', label: 'Undo the change', href: link },
      paragraph(`The link works once and until ${endsAt}. If you need help, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, changedAt, link, endsAt, contact }) => ({
    subject: 'Alamat email sesetoro Anda telah diganti',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Alamat email akun sesetoro Anda diganti pada ${changedAt}. Alamat ini tidak lagi terdaftar pada akun tersebut. Semua sesi sudah diakhiri, dan penarikan ditahan selama 72 jam.`,
      ),
      paragraph('Jika itu Anda, Anda tidak perlu melakukan apa pun.'),
      paragraph(
        'Jika itu bukan Anda, buka tautan berikut. Akun Anda kembali memakai alamat ini, kata sandi sekarang tidak berlaku lagi, dan kami mengirim tautan untuk kata sandi baru.',
      ),
      { kind: 'link', label: 'Batalkan perubahan', href: link },
      paragraph(
        `Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}. Jika perlu bantuan, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says at the address before that it was replaced, with the link that undoes it. */
export const emailChanged = (language: MailLanguage, input: EmailChanged): Letter =>
  writeLetter(wording, language, input);
