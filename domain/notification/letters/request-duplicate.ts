import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface RequestDuplicate {
  addressName?: string;
  /** What was asked for, in words. */
  asked: string;
  /** By when we answer the open request, written for the reader. */
  dueAt: string;
  /** Opaque id of the open request. */
  requestId: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<RequestDuplicate> = {
  en: ({ addressName, asked, dueAt, requestId, contact }) => ({
    subject: 'You made this request about your data before',
    parts: [
      greeting('en', addressName),
      paragraph(
        `You asked again for ${asked}. The request that you made before is open and goes on; we answer it at the latest on ${dueAt}.`,
      ),
      { kind: 'facts', rows: [{ label: 'Request', value: requestId }] },
      paragraph(`You need not do anything. If you have questions, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, asked, dueAt, requestId, contact }) => ({
    subject: 'Anda sudah mengajukan permintaan ini sebelumnya',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Anda meminta lagi ${asked}. Permintaan yang Anda ajukan sebelumnya masih terbuka dan tetap diproses; kami menjawabnya paling lambat pada ${dueAt}.`,
      ),
      { kind: 'facts', rows: [{ label: 'Permintaan', value: requestId }] },
      paragraph(`Anda tidak perlu melakukan apa pun. Jika ada pertanyaan, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says that a request repeats one that is open, which goes on. */
export const requestDuplicate = (language: MailLanguage, input: RequestDuplicate): Letter =>
  writeLetter(wording, language, input);
