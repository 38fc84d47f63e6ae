import type { MailLanguage } from './language.ts';

/** One part of a letter. The same parts become the text and the HTML, so that neither says more than the other. */
export type LetterPart =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; rows: readonly { label: string; value: string }[] }
  /** A link that the reader follows: `href` is an https address of ours (http on a developer's machine). */
  | { kind: 'link'; label: string; href: string };

/** What we tell a person, before it becomes a mail. */
export interface Letter {
  language: MailLanguage;
  /** A constant of its template: never anything that a person entered. */
  subject: string;
  parts: readonly LetterPart[];
}

/** A letter's wording in every language. */
export type Wording<Input> = Readonly<Record<MailLanguage, (input: Input) => Omit<Letter, 'language'>>>;

/** Writes a letter in one language. */
export function writeLetter<Input>(wording: Wording<Input>, language: MailLanguage, input: Input): Letter {
  return { language, ...wording[language](input) };
}

/** Shorthand for the part that letters are mostly made of. */
export const paragraph = (text: string): LetterPart => ({ kind: 'paragraph', text });

/** Shorthand for a heading. */
export const heading = (text: string): LetterPart => ({ kind: 'heading', text });

/** Free text of staff as paragraphs: one for each line that is not empty. */
export const paragraphs = (text: string): LetterPart[] =>
  text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(paragraph);
