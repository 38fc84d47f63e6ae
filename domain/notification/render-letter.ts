import { escapeHtml } from './escape-html.ts';
import type { MailLanguage } from './language.ts';
import type { Letter, LetterPart } from './letter.ts';

/** A mail as it leaves: one subject line and the same content twice, as plain text and as HTML. */
export interface RenderedMail {
  language: MailLanguage;
  subject: string;
  text: string;
  html: string;
}

const closing: Readonly<Record<MailLanguage, string>> = {
  en: 'sesetoro – this mail was sent automatically. We never ask for your password by e-mail.',
  id: 'sesetoro – email ini dikirim secara otomatis. Kami tidak pernah meminta kata sandi Anda melalui email.',
};

/**
 * Renders a letter. The HTML refers to nothing outside itself (no image, style sheet, script or tracking) and every
 * text in it is escaped. Throws when a subject or link is not one that a template of ours can have produced.
 */
export function renderLetter(letter: Letter): RenderedMail {
  if (/[\p{Cc}\u2028\u2029]/u.test(letter.subject)) throw new Error('A subject is one line');
  const { language, subject } = letter;
  const parts = [...letter.parts, { kind: 'paragraph', text: closing[language] } satisfies LetterPart];
  const body = parts.map(partHtml).join('\n');
  return {
    language,
    subject,
    text: `${parts.map(partText).join('\n\n')}\n`,
    html:
      `<!doctype html>\n<html lang="${language}">\n<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>\n` +
      `<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em; margin: 1em auto">\n${body}\n</body>\n</html>\n`,
  };
}

/** No line of a part can pretend to be another part: control characters become spaces. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');

function safeHref(href: string): string {
  const { protocol } = new URL(href);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('A link in a letter is a web address');
  return oneLine(href);
}

function partText(part: LetterPart): string {
  switch (part.kind) {
    case 'paragraph':
    case 'heading':
      return part.kind === 'heading' ? `* ${oneLine(part.text)} *` : oneLine(part.text);
    case 'list':
      return part.items.map((item) => `- ${oneLine(item)}`).join('\n');
    case 'facts':
      return part.rows.map(({ label, value }) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
    case 'link':
      return `${oneLine(part.label)}:\n${safeHref(part.href)}`;
  }
}

const html = (text: string) => escapeHtml(oneLine(text));

function partHtml(part: LetterPart): string {
  switch (part.kind) {
    case 'paragraph':
      return `<p>${html(part.text)}</p>`;
    case 'heading':
      return `<h2 style="font-size: 1.1em">${html(part.text)}</h2>`;
    case 'list':
      return `<ul>${part.items.map((item) => `<li>${html(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl>${part.rows.map(({ label, value }) => `<dt>${html(label)}</dt><dd>${html(value)}</dd>`).join('')}</dl>`;
    case 'link':
      return `<p><a href="${escapeHtml(safeHref(part.href))}">${html(part.label)}</a></p>`;
  }
}
