import { paragraph, type LetterPart } from './letter.ts';
import type { MailLanguage } from './language.ts';

const greetingLengthMax = 60;
/** Letters and marks of any script, joined by single spaces, apostrophes, hyphens, or the full stop of an initial. */
const plainName = /^\p{L}[\p{L}\p{M}]*(?:(?:[ '’-]|\. ?)\p{L}[\p{L}\p{M}]*)*\.?$/u;
/** What a mail program would turn into a link. */
const looksLikeAddress = /\p{L}\.\p{L}/u;

/**
 * The greeting of a letter to somebody whose address is verified. A name is said only when it can be nothing but a
 * name: mail programs turn what looks like an address into a link, and a stranger may have entered it.
 */
export function greeting(language: MailLanguage, addressName?: string): LetterPart {
  const word = language === 'id' ? 'Halo' : 'Hello';
  const name = addressName?.normalize('NFC').trim() ?? '';
  const sayable = name.length <= greetingLengthMax && plainName.test(name) && !looksLikeAddress.test(name);
  return paragraph(sayable ? `${word} ${name},` : `${word},`);
}
