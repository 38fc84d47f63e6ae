import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyClasses } from '#catalogue/key-classes.ts';
import { endOfMonth, monthForecast, monthsFrom } from '#domain/player/retention-forecast.ts';

describe('a forecast', () => {
  it('has 24 months from the present one, whatever the day', () => {
    const months = monthsFrom(new Date('2028-01-31T23:59:59.999Z'));
    expect([months.length, months[0], months[1], months[12], months[23]]).toEqual([
      24,
      '2028-01',
      '2028-02',
      '2029-01',
      '2029-12',
    ]);
  });

  it('knows the last moment of a month, leap years included', () => {
    expect(endOfMonth('2028-02').toISOString()).toBe('2028-02-29T23:59:59.999Z');
    expect(endOfMonth('2027-12').toISOString()).toBe('2027-12-31T23:59:59.999Z');
  });

  it('counts every key in exactly one class, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keyClasses, 'account', 'unknown')), (details) => {
        const { keys, classes } = monthForecast('2028-02', details, true);
        expect(keys).toBe(details.filter((detail) => keyClasses.some((name) => name === detail)).length);
        expect(Object.values(classes).reduce((sum, count) => sum + count, 0)).toBe(keys);
      }),
    );
  });
});
