import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface SecondFactorsRemoved {
  addressName?: string;
  /** When they were removed, written for the reader. */
  removedAt: string;
  /** Until when no withdrawal leaves, written for the reader. */
  heldUntil: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<SecondFactorsRemoved> = {
  en: ({ addressName, removedAt, heldUntil, contact }) => ({
    subject: 'Every second step of your sesetoro sign-in was removed',
    parts: [
      greeting('en', addressName),
      paragraph(
        `On ${removedAt} our support removed every second step of your sesetoro sign-in, recovery codes too. Everybody was signed out, and withdrawals are held until ${heldUntil}.`,
      ),
      paragraph('Sign in with your password and set up a new second step.'),
      paragraph(
        `If you did not ask for it, ask for a new password at once where you sign in, and write to ${contact}.`,
      ),
    ],
  }),
  id: ({ addressName, removedAt, heldUntil, contact }) => ({
    subject: 'Semua langkah kedua akun sesetoro Anda dihapus',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Pada ${removedAt} tim dukungan kami menghapus semua langkah kedua saat masuk ke akun sesetoro Anda, termasuk kode pemulihan. Semua sesi sudah diakhiri, dan penarikan ditahan sampai ${heldUntil}.`,
      ),
      paragraph('Masuklah dengan kata sandi Anda dan pasang langkah kedua yang baru.'),
      paragraph(
        `Jika bukan Anda yang memintanya, segera minta kata sandi baru di halaman masuk, dan tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that staff removed every second factor (ASVS 5.0, 6.3.7). */
export const secondFactorsRemoved = (language: MailLanguage, input: SecondFactorsRemoved): Letter =>
  writeLetter(wording, language, input);
