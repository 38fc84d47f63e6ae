import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceGreater } from '#tools/bench/chance.ts';

const samples = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 });

describe('the chance that one kind of samples is greater', () => {
  it.each([
    ['always', { first: [2, 3], second: [1], chance: 1 }],
    ['never', { first: [1], second: [2, 3], chance: 0 }],
    ['as often as not', { first: [1, 3], second: [2], chance: 0.5 }],
    ['half for what is equal', { first: [1, 1], second: [1, 1, 1], chance: 0.5 }],
    ['three quarters', { first: [2, 2], second: [1, 2], chance: 0.75 }],
  ])('is %s', (_name, { first, second, chance }) => {
    expect(chanceGreater(first, second)).toBe(chance);
  });

  it('is what counting every pair says', () => {
    fc.assert(
      fc.property(samples, samples, (first, second) => {
        const pairs = first.flatMap((one) => second.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
        const counted = pairs.reduce((sum: number, each) => sum + each, 0) / pairs.length;
        expect(chanceGreater(first, second)).toBeCloseTo(counted, 10);
      }),
    );
  });

  it('and that of the other add up to one', () => {
    fc.assert(
      fc.property(samples, samples, (first, second) => {
        expect(chanceGreater(first, second) + chanceGreater(second, first)).toBeCloseTo(1, 10);
      }),
    );
  });

  it('is not told without samples', () => {
    expect(() => chanceGreater([], [1])).toThrow(RangeError);
    expect(() => chanceGreater([1], [])).toThrow(RangeError);
  });
});
