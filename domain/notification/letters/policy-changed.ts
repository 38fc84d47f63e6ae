import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { heading, paragraph, paragraphs, writeLetter, type Letter, type LetterPart, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface PolicyChanged {
  addressName?: string;
  /** The day from which the new version holds, written for the reader. */
  effectiveFrom: string;
  /** What changes, in plain words; may be nothing where only the summary says it. */
  changes: readonly string[];
  /** The operator's own words about it. */
  summary: string;
  /** Whether the account waits for explicit consent from that day on. */
  asksConsent: boolean;
  /** Address of the data-protection officer. */
  contact: string;
}

const listOf = (title: string, items: readonly string[]): LetterPart[] =>
  items.length === 0 ? [] : [heading(title), { kind: 'list', items }];

const wording: Wording<PolicyChanged> = {
  en: ({ addressName, effectiveFrom, changes, summary, asksConsent, contact }) => ({
    subject: 'Our privacy policy changes',
    parts: [
      greeting('en', addressName),
      paragraph(`From ${effectiveFrom} on a new version of our privacy policy holds for your account.`),
      ...listOf('What changes', changes),
      heading('In short'),
      ...paragraphs(summary),
      heading('What you can do'),
      paragraph('You can read the new version and every earlier one in the app and on our website before it holds.'),
      paragraph(
        asksConsent
          ? 'The law where you live asks for your explicit consent to this change. From that day on, open the app or the website and say yes or no. Until you say yes most other things wait; you can always see and copy your data and close your account.'
          : 'You need to do nothing. If you do not agree, you can object, and you can close your account at any time.',
      ),
      paragraph(`Questions go to ${contact}.`),
    ],
  }),
  id: ({ addressName, effectiveFrom, changes, summary, asksConsent, contact }) => ({
    subject: 'Kebijakan privasi kami berubah',
    parts: [
      greeting('id', addressName),
      paragraph(`Mulai ${effectiveFrom} versi baru kebijakan privasi kami berlaku untuk akun Anda.`),
      ...listOf('Apa yang berubah', changes),
      heading('Singkatnya'),
      ...paragraphs(summary),
      heading('Apa yang dapat Anda lakukan'),
      paragraph(
        'Anda dapat membaca versi baru dan semua versi sebelumnya di aplikasi dan situs web kami sebelum versi itu berlaku.',
      ),
      paragraph(
        asksConsent
          ? 'Hukum di tempat tinggal Anda meminta persetujuan tegas Anda atas perubahan ini. Mulai hari itu, buka aplikasi atau situs web dan nyatakan setuju atau tidak. Sebelum Anda setuju, sebagian besar hal lain tertunda; Anda selalu dapat melihat dan menyalin data Anda serta menutup akun.'
          : 'Anda tidak perlu melakukan apa pun. Jika tidak setuju, Anda dapat mengajukan keberatan, dan Anda dapat menutup akun kapan saja.',
      ),
      paragraph(`Pertanyaan dapat dikirim ke ${contact}.`),
    ],
  }),
};

/** Says that the policy changes in something that matters, before it does (C88). */
export const policyChanged = (language: MailLanguage, input: PolicyChanged): Letter =>
  writeLetter(wording, language, input);
