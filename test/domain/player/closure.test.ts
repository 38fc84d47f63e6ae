import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yearsAfter } from '#catalogue/years.ts';
import { keyEndsAfterClosure, refuseClosure } from '#domain/player/closure.ts';

const closedAt = new Date('2027-03-01T10:00:00Z');
const years = { kyc: 5, financial: 7 };

describe('closing an account', () => {
  it.each([
    ['a balance', { balanceMinor: 1 }],
    ['an open deposit', { hasOpenDeposit: true }],
    ['a closure that has begun', { accountState: 'closing' as const }],
  ])('is refused by %s', (_name, change) => {
    const free = { accountState: 'open' as const, balanceMinor: 0, hasOpenDeposit: false };
    expect(refuseClosure(free)).toBeUndefined();
    expect(refuseClosure({ ...free, ...change })).toMatchObject({ problem: 'closure-blocked' });
  });

  it('ends identity, activity and support at once', () => {
    const ends = keyEndsAfterClosure(['identity', 'activity', 'support'], years, closedAt);
    expect([...ends.values()]).toEqual([closedAt, closedAt, closedAt]);
  });

  it('keeps due diligence and payments to the floor of the jurisdiction', () => {
    const ends = keyEndsAfterClosure(['kyc', 'financial'], years, closedAt);
    expect(ends.get('kyc')).toEqual(new Date('2032-03-01T10:00:00Z'));
    expect(ends.get('financial')).toEqual(new Date('2034-03-01T10:00:00Z'));
  });

  it('keeps the address as long as the last class retained, and for the closing mail at least', () => {
    expect(keyEndsAfterClosure(['contact', 'kyc', 'financial'], years, closedAt).get('contact')).toEqual(
      new Date('2034-03-01T10:00:00Z'),
    );
    expect(keyEndsAfterClosure(['contact', 'identity'], years, closedAt).get('contact')).toEqual(
      new Date('2027-03-08T10:00:00Z'),
    );
  });

  it('counts years in UTC and lets a 29 February end on 1 March, never earlier', () => {
    expect(yearsAfter(new Date('2028-02-29T23:59:59Z'), 5)).toEqual(new Date('2033-03-01T23:59:59Z'));
    expect(yearsAfter(new Date('2028-02-29T00:00:00Z'), 4)).toEqual(new Date('2032-02-29T00:00:00Z'));
  });

  it('never ends a retained class before its years are over', () => {
    const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 10 }), (moment, count) => {
        const end = yearsAfter(moment, count);
        return end.getUTCFullYear() === moment.getUTCFullYear() + count && end > moment;
      }),
    );
  });
});
