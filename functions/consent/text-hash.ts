import { createHash } from 'node:crypto';
import {
  currentTextOf,
  type ConsentLanguage,
  type ConsentPurpose,
  type ConsentText,
} from '#domain/consent/consent-text.ts';
import type { ShownText } from '#domain/consent/consent.ts';

/** What a consent is bound to: SHA-256 of the exact text in UTF-8 (FIPS 180-4), hex. */
export const textHashOf = ({ text }: ConsentText): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The current text in one language with its hash. */
export function shownTextOf(purpose: ConsentPurpose, language: ConsentLanguage): ShownText & { text: string } {
  const current = currentTextOf(purpose, language);
  return { textHash: textHashOf(current), textVersion: current.version, language, text: current.text };
}

/** The current text that a hash names, in whichever language; undefined for one that is old or was never ours. */
export function findCurrentText(purpose: ConsentPurpose, textHash: string): ShownText | undefined {
  for (const language of ['en', 'id'] as const) {
    const { text: _, ...shown } = shownTextOf(purpose, language);
    if (shown.textHash === textHash) return shown;
  }
  return undefined;
}
