import type { MailLanguage } from './language.ts';

/** A text message without a link: one part of at most 160 characters of the GSM alphabet (3GPP TS 23.038). */
export type TextMessageBody = string;

const codeTexts: Readonly<Record<MailLanguage, (code: string) => string>> = {
  en: (code) => `${code} is your sesetoro code. Never share this code. It ends in 10 minutes.`,
  id: (code) => `${code} adalah kode sesetoro Anda. Jangan berikan kode ini kepada siapa pun. Berlaku 10 menit.`,
};

/**
 * The text of a code. Its last line binds it to our host, so that browsers offer it nowhere else (WICG, "Origin-bound
 * one-time codes delivered via SMS").
 */
export const smsCodeText = (language: MailLanguage, { code, host }: { code: string; host: string }): TextMessageBody =>
  `${codeTexts[language](code)}\n\n@${host} #${code}`;

const replacedTexts: Readonly<Record<MailLanguage, TextMessageBody>> = {
  en: 'sesetoro: your account now has another phone number. If this was not you, open the mail we sent you at once.',
  id: 'sesetoro: nomor telepon akun Anda telah diganti. Jika bukan Anda, segera buka email yang kami kirimkan.',
};

const removedTexts: Readonly<Record<MailLanguage, TextMessageBody>> = {
  en: 'sesetoro: a second step of your sign-in was removed. If this was not you, ask for a new password at once.',
  id: 'sesetoro: langkah kedua akun Anda dihapus. Jika bukan Anda, segera minta kata sandi baru.',
};

/** What the phone is told when a second factor was turned off. */
export const factorRemovedText = (language: MailLanguage): TextMessageBody => removedTexts[language];

/** What the old number is told when another took its place. */
export const phoneReplacedText = (language: MailLanguage): TextMessageBody => replacedTexts[language];
