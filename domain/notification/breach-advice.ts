import type { FieldName } from '#catalogue/index.ts';
import { fieldWords } from '#catalogue/readers/words.table.ts';
import type { MailLanguage } from './language.ts';

/** What somebody can do after their data leaked: closed, so that every piece has words in every language. */
export type BreachAdvice =
  'distrust-messages' | 'change-password' | 'watch-payments' | 'watch-identity' | 'expect-impersonation';

const texts: Readonly<Record<BreachAdvice, Readonly<Record<MailLanguage, string>>>> = {
  'distrust-messages': {
    en: 'Distrust calls and messages that use these details. We never ask for your password or for a payment by e-mail.',
    id: 'Waspadai telepon dan pesan yang memakai data ini. Kami tidak pernah meminta kata sandi atau pembayaran melalui email.',
  },
  'change-password': {
    en: 'Change your password here and wherever else you used the same one.',
    id: 'Ganti kata sandi Anda di sini dan di layanan lain yang memakai kata sandi yang sama.',
  },
  'watch-payments': {
    en: 'Look through the statements of your bank account and e-wallet, and report what you do not recognise to them.',
    id: 'Periksa mutasi rekening bank dan dompet digital Anda, lalu laporkan transaksi yang tidak Anda kenali kepada penyedianya.',
  },
  'watch-identity': {
    en: 'Watch for contracts or loans in your name, and report misuse of your identity document to the police.',
    id: 'Waspadai kontrak atau pinjaman atas nama Anda, dan laporkan penyalahgunaan dokumen identitas Anda kepada polisi.',
  },
  'expect-impersonation': {
    en: 'Someone may pretend to know you from how you use your account. Do not share codes or details with them.',
    id: 'Seseorang mungkin berpura-pura mengenal Anda berdasarkan penggunaan akun Anda. Jangan berikan kode atau data apa pun kepadanya.',
  },
};

/** The words of one piece of advice. */
export const adviceText = (advice: BreachAdvice, language: MailLanguage): string => texts[advice][language];

const adviceByCategory = {
  personal: 'distrust-messages',
  payment: 'watch-payments',
  kyc: 'watch-identity',
  behavioural: 'expect-impersonation',
  device: 'expect-impersonation',
} as const satisfies Record<string, BreachAdvice>;

/** What somebody should do whose fields these are. Distrust of messages is always advised: any detail makes one credible. */
export function adviceFor(exposedFields: readonly FieldName[]): BreachAdvice[] {
  const advice = exposedFields.map((field) =>
    field === 'passwordHash' ? 'change-password' : adviceByCategory[fieldWords[field].category],
  );
  return [...new Set<BreachAdvice>(['distrust-messages', ...advice])];
}
