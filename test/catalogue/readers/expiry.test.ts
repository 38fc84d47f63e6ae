import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJurisdiction, jurisdictionOf, jurisdictions, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import { beginOf, endOf } from '#catalogue/readers/class-end.ts';
import { mayBeRead } from '#catalogue/readers/expiry.ts';
import { yearsAfter } from '#catalogue/years.ts';
import { keyEndsAfterClosure } from '#domain/player/closure.ts';
import { keyClasses } from '#catalogue/key-classes.ts';
import { retentionClasses, type RetentionClass } from '#catalogue/retention.ts';

const indonesia = jurisdictionOf('ID');
const closedAt = (text: string) => ({ anchoredAt: new Date(text), jurisdiction: indonesia });
const classNames = Object.keys(retentionClasses) as RetentionClass[];

describe('the end of a retention class', () => {
  it.each<[RetentionClass, string, string]>([
    ['identity', '2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z'],
    ['financial', '2026-03-01T10:00:00.000Z', '2031-03-01T10:00:00.000Z'],
    ['kyc', '2026-03-01T10:00:00.000Z', '2031-03-01T10:00:00.000Z'],
    ['contact', '2026-03-01T10:00:00.000Z', '2031-03-01T10:00:00.000Z'],
    ['evidence', '2026-03-01T10:00:00.000Z', '2033-03-01T10:00:00.000Z'],
    ['registration', '2026-03-01T10:00:00.000Z', '2026-03-03T10:00:00.000Z'],
    ['session', '2026-03-01T10:00:00.000Z', '2026-05-30T10:00:00.000Z'],
    ['command', '2026-03-01T10:00:00.000Z', '2026-03-02T10:00:00.000Z'],
  ])('of %s counted from %s is %s', (name, from, end) => {
    expect(endOf(name, closedAt(from)).toISOString()).toBe(end);
  });

  it('never comes a day early for whoever closed on 29 February', () => {
    expect(endOf('financial', closedAt('2028-02-29T23:59:59.999Z')).toISOString()).toBe('2033-03-01T23:59:59.999Z');
  });

  it('lands on 29 February again where the year has one', () => {
    expect(yearsAfter(new Date('2024-02-29T00:00:00.000Z'), 4).toISOString()).toBe('2028-02-29T00:00:00.000Z');
  });

  it('is never before its anchor', () => {
    const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom(...classNames),
        fc.constantFrom('ID', 'SG', 'IE'),
        (anchoredAt, name, code) => {
          expect(+endOf(name, { anchoredAt, jurisdiction: jurisdictionOf(code) })).toBeGreaterThanOrEqual(+anchoredAt);
        },
      ),
    );
  });

  it('keeps the order of closures: who closed earlier is forgotten no later', () => {
    const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, moments, fc.constantFrom(...classNames), (one, other, name) => {
        const [first, second] = [one, other].toSorted((left, right) => +left - +right) as [Date, Date];
        expect(+endOf(name, { anchoredAt: first, jurisdiction: indonesia })).toBeLessThanOrEqual(
          +endOf(name, { anchoredAt: second, jurisdiction: indonesia }),
        );
      }),
    );
  });

  it('lets the contact class outlast every class that is kept by law', () => {
    for (const jurisdiction of Object.values(jurisdictions)) {
      const counting = { anchoredAt: new Date('2026-02-28T12:00:00Z'), jurisdiction };
      for (const name of ['kyc', 'financial'] as const) {
        expect(+endOf('contact', counting)).toBeGreaterThanOrEqual(+endOf(name, counting));
      }
    }
  });
});

describe('closing an account', () => {
  it('ends each key when the retention class of its name ends', () => {
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.constantFrom('ID', 'SG', 'IE'), (anchoredAt, code) => {
        const jurisdiction = jurisdictionOf(code);
        const ends = keyEndsAfterClosure(keyClasses, retentionYearsOf(jurisdiction), anchoredAt);
        for (const name of keyClasses) expect(ends.get(name)).toEqual(endOf(name, { anchoredAt, jurisdiction }));
      }),
    );
  });
});

describe('reading at the boundary', () => {
  const counting = closedAt('2026-03-01T10:00:00.000Z');

  it.each([
    ['one millisecond before the end', '2031-03-01T09:59:59.999Z', true],
    ['at the end', '2031-03-01T10:00:00.000Z', false],
    ['one millisecond after the end', '2031-03-01T10:00:00.001Z', false],
  ])('%s', (_when, now, readable) => {
    expect(mayBeRead('bankAccount', counting, new Date(now))).toBe(readable);
  });
});

it('knows no law for a country that is not in the table', () => {
  expect(findJurisdiction('XX')).toBeUndefined();
  expect(findJurisdiction('toString')).toBeUndefined();
  expect(() => jurisdictionOf('XX')).toThrow('not in the table');
});

describe('the oldest record that is still kept', () => {
  it('is one of a 29 February, where that ends with one of 1 March', () => {
    const endsAt = new Date('2035-03-01T12:00:00.000Z');
    expect(beginOf('evidence', { endsAt, jurisdiction: indonesia })).toEqual(new Date('2028-02-29T12:00:00.000Z'));
  });

  it('ends no earlier than asked, and whatever is older has ended', () => {
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    const names = classNames.filter((name) => !['contact', 'employment'].includes(name));
    fc.assert(
      fc.property(moments, fc.constantFrom(...names), fc.nat(4 * 86_400_000), (endsAt, name, older) => {
        const begin = beginOf(name, { endsAt, jurisdiction: indonesia });
        const endOfOne = (anchoredAt: Date) => +endOf(name, { anchoredAt, jurisdiction: indonesia });
        expect(endOfOne(begin)).toBeGreaterThanOrEqual(+endsAt);
        expect(endOfOne(new Date(begin.getTime() - 1 - older))).toBeLessThan(+endsAt);
      }),
    );
  });
});
