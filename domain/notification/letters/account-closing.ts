import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface AccountClosing {
  addressName?: string;
  /** Day and time at which the account is closed, written for the reader. */
  closesAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<AccountClosing> = {
  en: ({ addressName, closesAt, contact }) => ({
    subject: 'Your sesetoro account is being closed',
    parts: [
      greeting('en', addressName),
      paragraph(`As you asked, we will close your account on ${closesAt}. You will hear from us when it is done.`),
      paragraph(
        'You can undo this until then: sign in and choose to keep your account. Your other devices were signed out. Until you undo it, you cannot pay in or send documents.',
      ),
      paragraph(
        `If you did not ask for this, sign in, keep your account and choose a new password; if you cannot, write to ${contact} before then.`,
      ),
    ],
  }),
  id: ({ addressName, closesAt, contact }) => ({
    subject: 'Akun sesetoro Anda sedang ditutup',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Sesuai permintaan Anda, akun Anda akan kami tutup pada ${closesAt}. Kami akan memberi tahu Anda setelah selesai.`,
      ),
      paragraph(
        'Sampai saat itu Anda dapat membatalkannya: masuklah dan pilih untuk mempertahankan akun Anda. Perangkat Anda yang lain sudah dikeluarkan. Sebelum dibatalkan, Anda tidak dapat menyetor dana atau mengirim dokumen.',
      ),
      paragraph(
        `Jika Anda tidak meminta penutupan ini, masuklah, pertahankan akun Anda, lalu pilih kata sandi baru; jika tidak bisa, tulislah kepada kami di ${contact} sebelum saat itu.`,
      ),
    ],
  }),
};

/** Says that closing has begun, when it will be done and how to undo it until then (C48, C59). */
export const accountClosing = (language: MailLanguage, input: AccountClosing): Letter =>
  writeLetter(wording, language, input);
