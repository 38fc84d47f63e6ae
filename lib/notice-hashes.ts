import { createHash } from 'node:crypto';
import { jurisdictions } from '#catalogue/jurisdictions/index.ts';
import { noticeFor } from '#catalogue/readers/notice.ts';

/**
 * SHA-256 of the JSON of every privacy notice that a region shows, hex, by ISO 3166-1 code and language: a person's
 * agreement names the text by it. Handed over as a setting, so that no function carries the whole notice for its hash.
 */
export function noticeHashesOf(region: string): Record<string, Record<'en' | 'id', string>> {
  return Object.fromEntries(
    Object.values(jurisdictions).map((jurisdiction) => {
      const hashIn = (language: 'en' | 'id') =>
        createHash('sha256')
          .update(JSON.stringify(noticeFor(jurisdiction, language, region)))
          .digest('hex');
      return [jurisdiction.code, { en: hashIn('en'), id: hashIn('id') }];
    }),
  );
}
