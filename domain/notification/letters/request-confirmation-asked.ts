import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface RequestConfirmationAsked {
  addressName?: string;
  /** What was asked for, in words. */
  asked: string;
  /** Until when it can be confirmed, written for the reader. */
  confirmBy: string;
  /** By when we answer, written for the reader. */
  dueAt: string;
  /** Opaque id of the request. */
  requestId: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<RequestConfirmationAsked> = {
  en: ({ addressName, asked, confirmBy, dueAt, requestId, contact }) => ({
    subject: 'Please confirm your request about your data',
    parts: [
      greeting('en', addressName),
      paragraph(
        `Our support team received a request in your name for ${asked}. We answer at the latest on ${dueAt}, once you have confirmed that it is yours.`,
      ),
      paragraph(
        `Sign in to your account and confirm the request there by ${confirmBy}. This mail holds no link and no code for it, and we ask for none.`,
      ),
      { kind: 'facts', rows: [{ label: 'Request', value: requestId }] },
      paragraph(
        `If you did not make the request, do not confirm it: nothing happens then. If you have questions, write to ${contact}.`,
      ),
    ],
  }),
  id: ({ addressName, asked, confirmBy, dueAt, requestId, contact }) => ({
    subject: 'Mohon konfirmasi permintaan Anda tentang data Anda',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Tim dukungan kami menerima permintaan atas nama Anda untuk ${asked}. Kami menjawab paling lambat pada ${dueAt}, setelah Anda mengonfirmasi bahwa permintaan itu dari Anda.`,
      ),
      paragraph(
        `Masuklah ke akun Anda dan konfirmasikan permintaan itu di sana paling lambat ${confirmBy}. Surat ini tidak memuat tautan atau kode untuk itu, dan kami tidak memintanya.`,
      ),
      { kind: 'facts', rows: [{ label: 'Permintaan', value: requestId }] },
      paragraph(
        `Jika bukan Anda yang mengajukannya, jangan konfirmasikan: tidak akan terjadi apa pun. Jika ada pertanyaan, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** The receipt of a request that staff wrote down, and the wish to confirm it in a session. */
export const requestConfirmationAsked = (language: MailLanguage, input: RequestConfirmationAsked): Letter =>
  writeLetter(wording, language, input);
