import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface EmailChangeAnnounced {
  addressName?: string;
  /** When it was asked for, written for the reader. */
  askedAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<EmailChangeAnnounced> = {
  en: ({ addressName, askedAt, contact }) => ({
    subject: 'A new e-mail address was asked for',
    parts: [
      greeting('en', addressName),
      paragraph(
        `On ${askedAt} someone asked to replace this e-mail address of your sesetoro account by another one. Nothing has changed yet: the new address must be confirmed first.`,
      ),
      paragraph('If it was you, you need not do anything here.'),
      paragraph(
        `If it was not you, change your password now. That signs out everybody else and ends the request. If you need help, write to ${contact}.`,
      ),
    ],
  }),
  id: ({ addressName, askedAt, contact }) => ({
    subject: 'Perubahan alamat email diminta',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Pada ${askedAt} seseorang meminta agar alamat email akun sesetoro Anda ini diganti dengan alamat lain. Belum ada yang berubah: alamat baru harus dikonfirmasi lebih dahulu.`,
      ),
      paragraph('Jika itu Anda, tidak ada yang perlu dilakukan di sini.'),
      paragraph(
        `Jika itu bukan Anda, ganti kata sandi Anda sekarang. Semua sesi lain akan berakhir dan permintaan itu batal. Jika perlu bantuan, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says at the present address that another one was asked for, before anything changes. */
export const emailChangeAnnounced = (language: MailLanguage, input: EmailChangeAnnounced): Letter =>
  writeLetter(wording, language, input);
