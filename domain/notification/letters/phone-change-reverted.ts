import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface PhoneChangeReverted {
  addressName?: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<PhoneChangeReverted> = {
  en: ({ addressName, contact }) => ({
    subject: 'Your old phone number was restored',
    parts: [
      greeting('en', addressName),
      paragraph('The change of your phone number was undone: your account has its old number again.'),
      paragraph('All sessions have ended, and no withdrawal leaves for 72 hours.'),
      paragraph(`Log in again and change your password. If you need help, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, contact }) => ({
    subject: 'Nomor telepon lama Anda telah dipulihkan',
    parts: [
      greeting('id', addressName),
      paragraph('Penggantian nomor telepon Anda telah dibatalkan: akun Anda kembali memakai nomor lamanya.'),
      paragraph('Semua sesi telah diakhiri, dan penarikan ditahan selama 72 jam.'),
      paragraph(`Masuklah kembali dan ganti kata sandi Anda. Jika perlu bantuan, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that the change of the phone number was undone. */
export const phoneChangeReverted = (language: MailLanguage, input: PhoneChangeReverted): Letter =>
  writeLetter(wording, language, input);
