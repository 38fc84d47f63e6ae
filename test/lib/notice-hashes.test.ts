import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jurisdictions } from '#catalogue/jurisdictions/index.ts';
import { noticeFor } from '#catalogue/readers/notice.ts';
import { noticeHashesOf } from '#lib/notice-hashes.ts';

describe('the hashes of privacy notices', () => {
  it('name the very text that is shown, in every jurisdiction and language', () => {
    const hashes = noticeHashesOf('ap-southeast-3');
    expect(Object.keys(hashes)).toEqual(Object.keys(jurisdictions));
    for (const jurisdiction of Object.values(jurisdictions)) {
      for (const language of ['en', 'id'] as const) {
        const shown = JSON.stringify(noticeFor(jurisdiction, language, 'ap-southeast-3'));
        expect(hashes[jurisdiction.code]?.[language]).toBe(createHash('sha256').update(shown).digest('hex'));
      }
    }
  });

  it('differ wherever the text does: by jurisdiction, by language and by region', () => {
    const all = ['ap-southeast-3', 'eu-west-1'].flatMap((region) =>
      Object.values(noticeHashesOf(region)).flatMap(({ en, id }) => [en, id]),
    );
    expect(new Set(all).size).toBe(Object.keys(jurisdictions).length * 4);
  });
});
