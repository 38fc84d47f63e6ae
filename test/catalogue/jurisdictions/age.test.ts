import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageInYears, calendarDateIn, isOfAge } from '#catalogue/jurisdictions/index.ts';

describe('age', () => {
  it.each([
    ['the day before the birthday', '2005-06-15', '2026-06-14', 20],
    ['the birthday itself', '2005-06-15', '2026-06-15', 21],
    ['the day after', '2005-06-15', '2026-06-16', 21],
    ['28 February of a common year, for a leapling', '2004-02-29', '2025-02-28', 20],
    ['1 March of a common year, for a leapling', '2004-02-29', '2025-03-01', 21],
    ['29 February of a leap year, for a leapling', '2004-02-29', '2028-02-29', 24],
    ['28 February of a leap year, for a leapling', '2004-02-29', '2028-02-28', 23],
    ['the day of birth', '2026-01-01', '2026-01-01', 0],
    ['before birth', '2027-01-01', '2026-01-01', -1],
  ])('on %s (born %s, today %s) is %i', (...[, born, today, years]) => {
    expect(ageInYears(born, today)).toBe(years);
  });

  it('is the same for everybody born on one day, and grows by one in a year', () => {
    const days = fc.date({ min: new Date('1930-01-01'), max: new Date('2010-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.integer({ min: 18, max: 90 }), (birth, years) => {
        const born = birth.toISOString().slice(0, 10);
        const birthday = `${birth.getUTCFullYear() + years}-${born.slice(5)}`;
        expect(ageInYears(born, birthday)).toBe(years);
      }),
    );
  });
});

describe('of age', () => {
  const jakarta = { minimumAgeYears: 21, timeZone: 'Asia/Jakarta' };

  it('counts the birthday by the calendar of the jurisdiction, not by UTC', () => {
    expect(isOfAge('2005-06-15', { ...jakarta, now: new Date('2026-06-14T16:59:59.999Z') })).toBe(false);
    expect(isOfAge('2005-06-15', { ...jakarta, now: new Date('2026-06-14T17:00:00.000Z') })).toBe(true);
  });

  it('follows summer time where there is one', () => {
    expect(calendarDateIn('Europe/Dublin', new Date('2026-06-14T23:30:00Z'))).toBe('2026-06-15');
    expect(calendarDateIn('Europe/Dublin', new Date('2026-12-14T23:30:00Z'))).toBe('2026-12-14');
  });

  it('makes a leapling wait for 1 March', () => {
    expect(isOfAge('2004-02-29', { ...jakarta, now: new Date('2025-02-28T16:59:59Z') })).toBe(false);
    expect(isOfAge('2004-02-29', { ...jakarta, now: new Date('2025-02-28T17:00:00Z') })).toBe(true);
  });
});
