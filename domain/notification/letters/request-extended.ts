import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface RequestExtended {
  addressName?: string;
  /** What was asked for, in words. */
  asked: string;
  /** Why, as the end of a sentence. */
  reason: string;
  /** By when we answer now, written for the reader. */
  dueAt: string;
  /** Opaque id of the request. */
  requestId: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<RequestExtended> = {
  en: ({ addressName, asked, reason, dueAt, requestId, contact }) => ({
    subject: 'We need more time for your request about your data',
    parts: [
      greeting('en', addressName),
      paragraph(
        `You asked for ${asked}. We need more time, because ${reason}. We answer at the latest on ${dueAt}; this date is not moved again.`,
      ),
      { kind: 'facts', rows: [{ label: 'Request', value: requestId }] },
      paragraph(`If you have questions, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, asked, reason, dueAt, requestId, contact }) => ({
    subject: 'Kami memerlukan waktu lebih lama untuk permintaan Anda',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Anda meminta ${asked}. Kami memerlukan waktu lebih lama karena ${reason}. Kami menjawab paling lambat pada ${dueAt}; tanggal ini tidak akan diundur lagi.`,
      ),
      { kind: 'facts', rows: [{ label: 'Permintaan', value: requestId }] },
      paragraph(`Jika ada pertanyaan, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that a deadline was moved, why and to when (GDPR art. 12(3)). */
export const requestExtended = (language: MailLanguage, input: RequestExtended): Letter =>
  writeLetter(wording, language, input);
