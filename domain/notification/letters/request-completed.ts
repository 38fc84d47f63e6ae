import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface RequestCompleted {
  addressName?: string;
  /** What was asked for, in words. */
  asked: string;
  /** What was done, in whole sentences. */
  done: string;
  /** Opaque id of the request. */
  requestId: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<RequestCompleted> = {
  en: ({ addressName, asked, done, requestId, contact }) => ({
    subject: 'Your request about your data is done',
    parts: [
      greeting('en', addressName),
      paragraph(`You asked for ${asked}.`),
      paragraph(`${done}`),
      { kind: 'facts', rows: [{ label: 'Request', value: requestId }] },
      paragraph(`If you think that this is wrong, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, asked, done, requestId, contact }) => ({
    subject: 'Permintaan Anda tentang data Anda telah selesai',
    parts: [
      greeting('id', addressName),
      paragraph(`Anda meminta ${asked}.`),
      paragraph(`${done}`),
      { kind: 'facts', rows: [{ label: 'Permintaan', value: requestId }] },
      paragraph(`Jika menurut Anda ini keliru, tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** Says what was done about a correction, an objection or a restriction. */
export const requestCompleted = (language: MailLanguage, input: RequestCompleted): Letter =>
  writeLetter(wording, language, input);
