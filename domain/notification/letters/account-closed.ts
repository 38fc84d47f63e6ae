import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type LetterPart, type Wording } from '../letter.ts';

/** Something that outlives the account, written for the reader. */
export interface KeptRecord {
  /** What is kept, such as `payment records`. */
  what: string;
  /** The day on which it ends. */
  until: string;
  /** The law or duty for which it is kept. */
  ground: string;
}

/** What the letter needs. */
export interface AccountClosed {
  addressName?: string;
  closedAt: string;
  kept: readonly KeptRecord[];
  /** Address of the support team. */
  contact: string;
}

const keptText: Readonly<Record<MailLanguage, (record: KeptRecord) => string>> = {
  en: ({ what, until, ground }) => `${what}, until ${until}. Reason: ${ground}.`,
  id: ({ what, until, ground }) => `${what}, sampai ${until}. Alasan: ${ground}.`,
};

const keptList = (language: MailLanguage, kept: readonly KeptRecord[]): LetterPart[] =>
  kept.length === 0 ? [] : [{ kind: 'list', items: kept.map(keptText[language]) }];

const wording: Wording<AccountClosed> = {
  en: ({ addressName, closedAt, kept, contact }) => ({
    subject: 'Your sesetoro account is closed',
    parts: [
      greeting('en', addressName),
      paragraph(`As you asked, your account was closed on ${closedAt}. Nobody can sign in to it any more.`),
      paragraph(
        kept.length === 0
          ? 'We keep nothing about you: all your data is now unreadable and is being deleted.'
          : 'We keep the following for a time, each for the reason given. Everything else is now unreadable and is being deleted.',
      ),
      ...keptList('en', kept),
      paragraph(`Questions about your data? Write to ${contact}.`),
    ],
  }),
  id: ({ addressName, closedAt, kept, contact }) => ({
    subject: 'Akun sesetoro Anda telah ditutup',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Sesuai permintaan Anda, akun Anda telah ditutup pada ${closedAt}. Tidak seorang pun dapat masuk ke akun itu lagi.`,
      ),
      paragraph(
        kept.length === 0
          ? 'Kami tidak menyimpan apa pun tentang Anda: semua data Anda kini tidak dapat dibaca dan sedang dihapus.'
          : 'Data berikut masih kami simpan untuk sementara waktu, masing-masing dengan alasan yang disebutkan. Data lainnya kini tidak dapat dibaca dan sedang dihapus.',
      ),
      ...keptList('id', kept),
      paragraph(`Ada pertanyaan tentang data Anda? Tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that an account is closed, what is kept of it, until when and on what ground (C48, C49, C50). */
export const accountClosed = (language: MailLanguage, input: AccountClosed): Letter =>
  writeLetter(wording, language, input);
