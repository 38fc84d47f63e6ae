import type { FactorMethod } from '#domain/session/second-factor.ts';
import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface SecondFactorChanged {
  addressName?: string;
  method: FactorMethod;
  /** Whether it was turned on; else off. */
  isOn: boolean;
  /** When it was changed, written for the reader. */
  changedAt: string;
  /** Address of the support team. */
  contact: string;
}

/** What a method is called in a sentence. */
const names: Readonly<Record<MailLanguage, Readonly<Record<FactorMethod, string>>>> = {
  en: {
    passkey: 'A passkey',
    totp: 'An authenticator app',
    sms: 'A code by text message',
    'recovery-code': 'A new set of recovery codes',
  },
  id: {
    passkey: 'Sebuah passkey',
    totp: 'Aplikasi autentikator',
    sms: 'Kode melalui SMS',
    'recovery-code': 'Kumpulan kode pemulihan baru',
  },
};

const wording: Wording<SecondFactorChanged> = {
  en: ({ addressName, method, isOn, changedAt, contact }) => ({
    subject: isOn ? 'A second step was added to your sesetoro sign-in' : 'A second step of your sign-in was removed',
    parts: [
      greeting('en', addressName),
      paragraph(
        isOn
          ? `${names.en[method]} was added to your sesetoro account on ${changedAt}. All other sessions have ended.`
          : `${names.en[method]} was removed from your sesetoro account on ${changedAt}. All other sessions have ended.`,
      ),
      paragraph('If it was you, you need not do anything.'),
      paragraph(`If it was not you, ask for a new password at once where you sign in, and write to ${contact}.`),
    ],
  }),
  id: ({ addressName, method, isOn, changedAt, contact }) => ({
    subject: isOn ? 'Langkah kedua ditambahkan ke akun sesetoro Anda' : 'Langkah kedua akun sesetoro Anda dihapus',
    parts: [
      greeting('id', addressName),
      paragraph(
        isOn
          ? `${names.id[method]} ditambahkan ke akun sesetoro Anda pada ${changedAt}. Semua sesi lain sudah berakhir.`
          : `${names.id[method]} dihapus dari akun sesetoro Anda pada ${changedAt}. Semua sesi lain sudah berakhir.`,
      ),
      paragraph('Jika itu Anda, Anda tidak perlu melakukan apa pun.'),
      paragraph(
        `Jika itu bukan Anda, segera minta kata sandi baru di halaman masuk, dan tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that a second factor was turned on or off, and what to do if it was somebody else (ASVS 5.0, 6.3.7). */
export const secondFactorChanged = (language: MailLanguage, input: SecondFactorChanged): Letter =>
  writeLetter(wording, language, input);
