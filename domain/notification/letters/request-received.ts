import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface RequestReceived {
  addressName?: string;
  /** What was asked for, in words. */
  asked: string;
  /** By when we answer, written for the reader. */
  dueAt: string;
  /** Opaque id of the request. */
  requestId: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<RequestReceived> = {
  en: ({ addressName, asked, dueAt, requestId, contact }) => ({
    subject: 'We received your request about your data',
    parts: [
      greeting('en', addressName),
      paragraph(`You asked for ${asked}. We answer at the latest on ${dueAt}.`),
      { kind: 'facts', rows: [{ label: 'Request', value: requestId }] },
      paragraph(
        `You can follow or take back the request in your account. If you did not make it, change your password and write to ${contact}.`,
      ),
    ],
  }),
  id: ({ addressName, asked, dueAt, requestId, contact }) => ({
    subject: 'Kami menerima permintaan Anda tentang data Anda',
    parts: [
      greeting('id', addressName),
      paragraph(`Anda meminta ${asked}. Kami menjawab paling lambat pada ${dueAt}.`),
      { kind: 'facts', rows: [{ label: 'Permintaan', value: requestId }] },
      paragraph(
        `Anda dapat memantau atau menarik kembali permintaan ini di akun Anda. Jika bukan Anda yang mengajukannya, gantilah kata sandi Anda dan tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** The receipt of a request that a person made in a session (C86). */
export const requestReceived = (language: MailLanguage, input: RequestReceived): Letter =>
  writeLetter(wording, language, input);
