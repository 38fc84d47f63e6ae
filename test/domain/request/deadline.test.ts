import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jurisdictionOf, jurisdictions } from '#catalogue/jurisdictions/index.ts';
import { dueAtOf, extendedDueAt, laterBy } from '#domain/request/deadline.ts';
import { requestTypes } from '#domain/request/request.ts';

const moments = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true });
const asked = fc.record({
  type: fc.constantFrom(...requestTypes),
  jurisdiction: fc.constantFrom(...Object.keys(jurisdictions)),
  receivedAt: moments,
});
const rightOf = (type: (typeof requestTypes)[number]) => (type === 'portability' ? 'access' : type);

describe('a deadline', () => {
  it('is later than neither the 30 days of the policy nor the law, and is one of both', () => {
    fc.assert(
      fc.property(asked, ({ type, jurisdiction, receivedAt }) => {
        const dueAt = dueAtOf({ type, jurisdiction, receivedAt }).getTime();
        const law = laterBy(receivedAt, jurisdictionOf(jurisdiction).deadlines[rightOf(type)].value).getTime();
        const promise = receivedAt.getTime() + 30 * 86_400_000;
        expect(dueAt).toBe(Math.min(law, promise));
        expect(dueAt).toBeGreaterThan(receivedAt.getTime());
      }),
    );
  });

  it.each([
    ['ID', 'access', 72],
    ['ID', 'portability', 72],
    ['ID', 'correction', 72],
    ['ID', 'restriction', 72],
    ['ID', 'deletion', 720],
    ['ID', 'objection', 24],
    ['SG', 'access', 720],
    ['SG', 'restriction', 720],
  ] as const)('in %s is for %s so many hours after receipt: %i', (jurisdiction, type, hours) => {
    const receivedAt = new Date('2026-03-02T08:00:00.000Z');
    const dueAt = dueAtOf({ type, jurisdiction, receivedAt });
    expect(dueAt.getTime() - receivedAt.getTime()).toBe(hours * 3_600_000);
  });

  it.each([
    ['2026-01-31T10:00:00.000Z', '2026-02-28T10:00:00.000Z'],
    ['2028-01-31T10:00:00.000Z', '2028-02-29T10:00:00.000Z'],
    ['2026-04-10T10:00:00.000Z', '2026-05-10T10:00:00.000Z'],
    ['2026-07-10T10:00:00.000Z', '2026-08-09T10:00:00.000Z'],
  ])('in Ireland is one month or 30 days after %s, whichever comes first: %s', (receivedAt, dueAt) => {
    const due = dueAtOf({ type: 'access', jurisdiction: 'IE', receivedAt: new Date(receivedAt) });
    expect(due.toISOString()).toBe(dueAt);
  });

  it('keeps the hour when clocks are turned, since it is counted in UTC', () => {
    const receivedAt = new Date('2026-03-28T23:30:00.000Z');
    expect(dueAtOf({ type: 'deletion', jurisdiction: 'IE', receivedAt }).toISOString()).toBe(
      '2026-04-27T23:30:00.000Z',
    );
  });
});

describe('an extension', () => {
  it('moves a deadline by what the law allows and never past three months after receipt', () => {
    fc.assert(
      fc.property(moments, (receivedAt) => {
        const dueAt = dueAtOf({ type: 'access', jurisdiction: 'IE', receivedAt });
        const extended = extendedDueAt('IE', dueAt);
        expect(extended?.getTime()).toBeGreaterThan(dueAt.getTime());
        expect(extended?.getTime()).toBeLessThanOrEqual(laterBy(receivedAt, { unit: 'months', amount: 3 }).getTime());
      }),
    );
  });

  it.each(['ID', 'SG'])('does not exist in %s', (jurisdiction) => {
    expect(extendedDueAt(jurisdiction, new Date())).toBeUndefined();
  });
});
