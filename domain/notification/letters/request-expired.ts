import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface RequestExpired {
  addressName?: string;
  /** What was asked for, in words. */
  asked: string;
  /** Opaque id of the request. */
  requestId: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<RequestExpired> = {
  en: ({ addressName, asked, requestId, contact }) => ({
    subject: 'Your request about your data was not confirmed',
    parts: [
      greeting('en', addressName),
      paragraph(
        `Our support team had received a request in your name for ${asked}. Nobody confirmed it within 14 days, so it has ended and nothing was done.`,
      ),
      { kind: 'facts', rows: [{ label: 'Request', value: requestId }] },
      paragraph(`You can make the request again at any time in your account, or write to ${contact}.`),
    ],
  }),
  id: ({ addressName, asked, requestId, contact }) => ({
    subject: 'Permintaan Anda tentang data Anda tidak dikonfirmasi',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Tim dukungan kami menerima permintaan atas nama Anda untuk ${asked}. Permintaan itu tidak dikonfirmasi dalam 14 hari, sehingga telah berakhir dan tidak ada yang dilakukan.`,
      ),
      { kind: 'facts', rows: [{ label: 'Permintaan', value: requestId }] },
      paragraph(
        `Anda dapat mengajukan permintaan lagi kapan saja di akun Anda, atau menulis kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that nobody confirmed a request in time. */
export const requestExpired = (language: MailLanguage, input: RequestExpired): Letter =>
  writeLetter(wording, language, input);
