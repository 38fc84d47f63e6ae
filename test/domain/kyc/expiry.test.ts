import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDateIn } from '#catalogue/jurisdictions/age.ts';
import { jurisdictions } from '#catalogue/jurisdictions/index.ts';
import { documentEndsAt, kycExpiryDues, readKycExpiryDetail, reviewWithoutApproval } from '#domain/kyc/expiry.ts';
import type { Review } from '#domain/kyc/review.ts';

const timeZones = Object.values(jurisdictions).map(({ timeZone }) => timeZone.value);
const listed = (documentExpiresOn: string | undefined, timeZone: string, since: string) =>
  kycExpiryDues({ documentExpiresOn, timeZone, since: new Date(since) }).map(
    ({ at, detail }) => `${at.toISOString()} ${detail}`,
  );

describe('the moments of a date on a document', () => {
  test('are two mornings before it and the end of its last day, in the zone of the jurisdiction', () => {
    expect(listed('2027-03-31', 'Asia/Jakarta', '2027-01-01T00:00:00Z')).toEqual([
      '2027-03-01T02:00:00.000Z reminder-30#2027-03-31',
      '2027-03-24T02:00:00.000Z reminder-7#2027-03-31',
      '2027-03-31T17:00:00.000Z expiry#2027-03-31',
    ]);
  });

  test('follow the clocks of a zone that has summer time', () => {
    expect(documentEndsAt('2027-03-27', 'Europe/Dublin').toISOString()).toBe('2027-03-28T00:00:00.000Z');
    expect(documentEndsAt('2027-03-28', 'Europe/Dublin').toISOString()).toBe('2027-03-28T23:00:00.000Z');
  });

  test.each([
    ['2027-03-05T00:00:00Z', ['reminder-7', 'expiry']],
    ['2027-03-25T00:00:00Z', ['expiry']],
  ])('that are past at approval (%s) are left out, except the end', (since, steps) => {
    const dues = kycExpiryDues({ documentExpiresOn: '2027-03-31', timeZone: 'Asia/Jakarta', since: new Date(since) });
    expect(dues.map(({ detail }) => readKycExpiryDetail(detail).step)).toEqual(steps);
  });

  test('are due at once when the end is past', () => {
    expect(listed('2027-03-31', 'Asia/Jakarta', '2027-05-01T00:00:00Z')).toEqual([
      '2027-05-01T00:00:00.000Z expiry#2027-03-31',
    ]);
  });

  test('are none without a date', () => {
    expect(listed(undefined, 'Asia/Jakarta', '2027-05-01T00:00:00Z')).toEqual([]);
  });

  test('are looked at again after a year when they are further away', () => {
    expect(listed('2031-03-31', 'Asia/Jakarta', '2027-05-01T00:00:00Z')).toEqual([
      '2028-04-30T00:00:00.000Z look-again#2031-03-31',
    ]);
  });

  test('come each once for any date and any moment of approval, however often the list is looked at again', () => {
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    const ahead = fc.integer({ min: 31, max: 4000 });
    fc.assert(
      fc.property(moment, ahead, fc.constantFrom(...timeZones), (approvedAt, days, timeZone) => {
        const documentExpiresOn = new Date(approvedAt.getTime() + days * 86_400_000).toISOString().slice(0, 10);
        const seen: string[] = [];
        let since: Date | undefined = approvedAt;
        while (since !== undefined) {
          const dues: ReturnType<typeof kycExpiryDues> = kycExpiryDues({ documentExpiresOn, timeZone, since });
          const again = dues.find(({ detail }) => detail.startsWith('look-again'));
          seen.push(...dues.filter((due) => due !== again).map(({ detail }) => readKycExpiryDetail(detail).step));
          expect(dues.every(({ at }) => at.getTime() - approvedAt.getTime() >= 0)).toBe(true);
          since = again?.at;
        }
        expect(seen.slice(-2)).toEqual(['reminder-7', 'expiry']);
        expect(seen.length).toBeLessThanOrEqual(3);
        const end = documentEndsAt(documentExpiresOn, timeZone);
        expect(calendarDateIn(timeZone, new Date(end.getTime() - 1))).toBe(documentExpiresOn);
        expect(calendarDateIn(timeZone, end) > documentExpiresOn).toBe(true);
      }),
    );
  });
});

describe('an entry of the list', () => {
  test.each(['', 'expiry', 'expiry#soon', 'renewal#2027-01-01'])('that is none of ours fails: %j', (detail) => {
    expect(() => readKycExpiryDetail(detail)).toThrow('no document');
  });
});

describe('a review whose approval ended', () => {
  const review: Review = {
    playerId: 'p',
    state: 'approved',
    version: 4,
    waitingSince: '2027-01-01T00:00:00.000Z',
    signals: [],
    approval: { approvedAt: '2027-01-02T00:00:00.000Z', documentExpiresOn: '2027-03-31' },
  };

  test('is expired', () => {
    expect(reviewWithoutApproval(review)).toMatchObject({ state: 'expired', version: 5 });
    expect(reviewWithoutApproval(review)).not.toHaveProperty('approval');
  });

  test('goes on waiting when a newer document is in review', () => {
    expect(reviewWithoutApproval({ ...review, state: 'in-review' })).toMatchObject({ state: 'in-review', version: 5 });
  });
});
