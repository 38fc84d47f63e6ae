import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closureDeadline, jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { yearsAfter } from '#catalogue/years.ts';
import { closesAtFor, isPastUndoing, keyEndsAfterClosure, refuseClosure, refuseUndo } from '#domain/player/closure.ts';

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

const hourMs = 3_600_000;

describe('the moment of closing', () => {
  it.each([
    ['ID', '2027-03-01T10:00:00Z', 14, '2027-03-03T10:00:00Z'],
    ['ID', '2028-02-28T23:30:00Z', 14, '2028-03-01T23:30:00Z'],
    ['ID', '2027-03-01T10:00:00Z', 1, '2027-03-02T10:00:00Z'],
    ['ID', '2027-03-01T10:00:00Z', 0, '2027-03-01T10:00:00Z'],
    ['SG', '2027-03-01T10:00:00Z', 14, '2027-03-15T10:00:00Z'],
    ['SG', '2027-03-01T10:00:00Z', 60, '2027-03-30T10:00:00Z'],
    ['IE', '2027-03-01T10:00:00Z', 14, '2027-03-15T10:00:00Z'],
    // A month ends on its last day where it has no such day: 28 February, a day before it.
    ['IE', '2027-01-31T10:00:00Z', 60, '2027-02-27T10:00:00Z'],
    ['IE', '2028-01-31T10:00:00Z', 60, '2028-02-28T10:00:00Z'],
  ] as const)('in %s, asked at %s with %i days at most, is %s', (...row) => {
    const [code, asked, graceDaysMax, closes] = row;
    const requestedAt = new Date(asked);
    const deadline = closureDeadline(jurisdictionOf(code), requestedAt);
    expect(closesAtFor(requestedAt, { graceDaysMax, deadline })).toEqual(new Date(closes));
  });

  it('is never before it was asked, never after the grace, and a day before the deadline wherever there is a day', () => {
    const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.nat(60), fc.nat(2000), (requestedAt, graceDaysMax, deadlineHours) => {
        const deadline = new Date(requestedAt.getTime() + deadlineHours * hourMs);
        const closes = closesAtFor(requestedAt, { graceDaysMax, deadline }).getTime();
        expect(closes).toBeGreaterThanOrEqual(requestedAt.getTime());
        expect(closes).toBeLessThanOrEqual(requestedAt.getTime() + graceDaysMax * 24 * hourMs);
        if (deadlineHours >= 24) expect(deadline.getTime() - closes).toBeGreaterThanOrEqual(24 * hourMs);
      }),
    );
  });
});

describe('undoing a closure', () => {
  const closesAt = '2027-03-03T10:00:00.000Z';

  it.each([
    ['before its moment', { accountState: 'closing', closesAt }, '2027-03-03T09:59:59.999Z', undefined],
    ['at its moment', { accountState: 'closing', closesAt }, closesAt, /passed/],
    ['of a closed account', { accountState: 'closed', closesAt }, '2027-03-02T00:00:00Z', /passed/],
    ['of an open account', { accountState: 'open' }, '2027-03-02T00:00:00Z', /not being closed/],
  ] as const)('%s', (...row) => {
    const [, circumstances, now, detail] = row;
    const refusal = refuseUndo(circumstances, new Date(now));
    expect(refusal?.detail).toEqual(detail === undefined ? undefined : expect.stringMatching(detail));
  });
});

describe('an account whose closing nobody can undo', () => {
  const now = new Date('2027-03-01T00:00:00.000Z');
  it.each([
    ['open', undefined, false],
    ['closing', '2027-03-01T00:00:00.001Z', false],
    ['closing', '2027-03-01T00:00:00.000Z', true],
    ['closed', '2027-02-01T00:00:00.000Z', true],
  ] as const)('is told by state and moment: %s until %s', (accountState, closesAt, isPast) => {
    expect(isPastUndoing({ accountState, closesAt }, now)).toBe(isPast);
    const isUndoable = refuseUndo({ accountState, closesAt }, now) === undefined;
    expect(isUndoable && isPast).toBe(false);
  });
});
