import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface RequestDenied {
  addressName?: string;
  /** What was asked for, in words. */
  asked: string;
  /** Why, in whole sentences. */
  reason: string;
  /** Words of the officer, if there are any. */
  words?: string;
  /** Law and article. */
  law: string;
  /** Name of the authority that takes complaints. */
  regulator: string;
  /** Address of its site. */
  regulatorWebsite: string;
  /** Opaque id of the request. */
  requestId: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<RequestDenied> = {
  en: ({ addressName, asked, reason, words, law, regulator, regulatorWebsite, requestId, contact }) => ({
    subject: 'We cannot fulfil your request about your data',
    parts: [
      greeting('en', addressName),
      paragraph(`You asked for ${asked}. We refuse the request.`),
      paragraph(`${reason}`),
      ...(words === undefined ? [] : [paragraph(words)]),
      paragraph(`The refusal rests on: ${law}.`),
      { kind: 'facts', rows: [{ label: 'Request', value: requestId }] },
      paragraph(
        `If you think that this is wrong, write to ${contact}. You may also complain to the authority: ${regulator}, ${regulatorWebsite}.`,
      ),
    ],
  }),
  id: ({ addressName, asked, reason, words, law, regulator, regulatorWebsite, requestId, contact }) => ({
    subject: 'Kami tidak dapat memenuhi permintaan Anda',
    parts: [
      greeting('id', addressName),
      paragraph(`Anda meminta ${asked}. Kami menolak permintaan ini.`),
      paragraph(`${reason}`),
      ...(words === undefined ? [] : [paragraph(words)]),
      paragraph(`Dasar hukum penolakan: ${law}.`),
      { kind: 'facts', rows: [{ label: 'Permintaan', value: requestId }] },
      paragraph(
        `Jika menurut Anda ini keliru, tulislah kepada kami di ${contact}. Anda juga dapat mengadu kepada lembaga pengawas: ${regulator}, ${regulatorWebsite}.`,
      ),
    ],
  }),
};

/** The reasoned refusal of a request, with the law and how to complain (GDPR art. 12(4)). */
export const requestDenied = (language: MailLanguage, input: RequestDenied): Letter =>
  writeLetter(wording, language, input);
