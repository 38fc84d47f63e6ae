import * as z from 'zod';
import type { Words } from '#catalogue/words.ts';

/** Law and words of a refusal, as they are sealed together. */
export interface SealedDenial {
  /** Law and article. */
  law: string;
  /** What the officer wrote, in every language; always there when the reason is `other`. */
  words?: Words | undefined;
}

/** Writes what is sealed. */
export const writeDenialWords = ({ law, words }: SealedDenial): string => JSON.stringify({ law, words });

/** Reads what `writeDenialWords` wrote. Throws for anything else. */
export function readDenialWords(text: string): SealedDenial {
  const words = z.object({ en: z.string(), id: z.string() }).optional();
  return z.object({ law: z.string(), words }).parse(JSON.parse(text));
}
