import * as z from 'zod';
import { holdsCardNumber } from '../payment/card-number.ts';

/** Kinds of personal value that a notice to many people must not quote. */
export type QuotedValue = 'an e-mail address' | 'a phone number' | 'a card number';

const emailAddress = /[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]{2,}/;

/** International (ITU-T E.164): a plus and 7 to 15 digits. */
const internationalNumber = /\+\s?\(?\d(?:[ ().-]{0,2}\d){6,14}/;

/** What looks like a number of somebody but says when. */
const moments = [
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}[:.]\d{2}(?:[:.]\d{2})?)?/g,
  /(?<!\d)\d{1,2}([./-])\d{1,2}\1\d{4}(?!\d)/g,
];

const otherNumbers = [
  /** National with its leading zero, as in Indonesia and Ireland. */
  /(?<![\d.,])\(?0\d(?:[ ().-]{0,2}\d){6,12}/,
  /** Singapore: eight digits in two groups. */
  /(?<![\d.,])[3689]\d{3} \d{4}(?!\d)/,
  /** A run that long is a number of a phone, an account or a document: none of them belongs here. */
  /\d{8,}/,
];

/** The first personal value that a text seems to quote; undefined when there is none. */
export function quotedValueIn(text: string): QuotedValue | undefined {
  const normalised = text.normalize('NFKC');
  if (emailAddress.test(normalised)) return 'an e-mail address';
  if (holdsCardNumber(normalised)) return 'a card number';
  if (internationalNumber.test(normalised)) return 'a phone number';
  const rest = moments.reduce((remaining, pattern) => remaining.replaceAll(pattern, '#'), normalised);
  return otherNumbers.some((pattern) => pattern.test(rest)) ? 'a phone number' : undefined;
}

/** Longest block of a notice, in characters. */
export const breachTextCharactersMax = 4000;

const isPrintable = (text: string) => !/[^\P{C}\n\r\t\u200d]/u.test(text);

/** One block of a notice as staff wrote it: plain text that quotes nothing personal. */
export const breachTextSchema = z
  .string()
  .trim()
  .min(1)
  .max(breachTextCharactersMax)
  .refine(isPrintable, { params: { rule: 'Must be plain text without control characters.' } })
  .superRefine((text, context) => {
    const quoted = quotedValueIn(text);
    if (quoted === undefined) return;
    context.addIssue({ code: 'custom', params: { rule: `Must not quote ${quoted}: everybody affected reads it.` } });
  });
