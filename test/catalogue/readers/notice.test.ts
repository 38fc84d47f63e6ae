import { describe, expect, it } from 'vitest';
import { playerFieldNames } from '#catalogue/index.ts';
import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { noticeFor } from '#catalogue/readers/notice.ts';

describe('the privacy notice', () => {
  it.each(['ID', 'SG', 'IE'])(
    'of %s says of every item of data what it is, why it is kept, on what ground and how long',
    (code) => {
      for (const language of ['en', 'id'] as const) {
        const { items } = noticeFor(jurisdictionOf(code), language, 'ap-southeast-3');
        expect(items.map(({ field }) => field)).toEqual(playerFieldNames);
        for (const { what, why, howLong } of items) {
          expect([what, howLong].every((words) => words.length > 3)).toBe(true);
          expect(why.length).toBeGreaterThan(0);
        }
      }
    },
  );

  it('says how data is protected and which rights there are, in both languages', () => {
    const english = noticeFor(jurisdictionOf('ID'), 'en', 'ap-southeast-3');
    const indonesian = noticeFor(jurisdictionOf('ID'), 'id', 'ap-southeast-3');
    expect(english.introduction).toMatch(/encrypted/);
    expect(indonesian.introduction).toMatch(/dienkripsi/);
    expect(english.rights.length).toBe(indonesian.rights.length);
  });

  it.each([
    ['ID', 'ap-southeast-3', 'none', /in your own country/],
    ['SG', 'ap-southeast-3', 'consent', /outside your country.*explicit consent/],
    ['IE', 'ap-southeast-3', 'safeguards', /outside your country.*safeguards/],
    ['ID', 'eu-west-1', 'consent', /outside your country.*explicit consent/],
  ])('of %s in %s says where data is stored and what makes that lawful: %s', (...[code, region, mechanism, words]) => {
    const { transfer } = noticeFor(jurisdictionOf(code), 'en', region);
    expect(transfer).toMatchObject({ storedIn: region, mechanism });
    expect(transfer.text).toMatch(words);
  });
});
