import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockState, runningClocks } from '#domain/breach/legal-clocks.ts';
import { isEverybodyTold, noticeCounts } from '#domain/breach/notice-counts.ts';
import { approvableText } from '#domain/breach/notice-text.ts';
import { breachRecordEndsAtSeconds } from '#domain/breach/record-end.ts';
import { deliveryStates, type DeliveryState } from '#domain/notification/delivery.ts';
import { breachWith, words } from './sample-breach.ts';

const none = Object.fromEntries(deliveryStates.map((state) => [state, 0])) as Record<DeliveryState, number>;
const told = (deliveries: Partial<Record<DeliveryState, number>>, affectedCount = 3, queuedCount = affectedCount) => ({
  affectedCount,
  queuedCount,
  deliveries: { ...none, ...deliveries },
});

describe('counts of a notice', () => {
  it('add up to everybody on the list, whatever happened to whom', () => {
    const counts = fc.tuple(...deliveryStates.map(() => fc.nat({ max: 50 })), fc.nat({ max: 50 }), fc.nat({ max: 50 }));
    fc.assert(
      fc.property(counts, (given) => {
        const deliveries = Object.fromEntries(
          deliveryStates.map((state, at) => [state, given[at] ?? 0]),
        ) as typeof none;
        const begun = Object.values(deliveries).reduce((sum, count) => sum + count, 0);
        const queuedCount = begun + (given.at(-2) ?? 0);
        const affectedCount = queuedCount + (given.at(-1) ?? 0);
        const result = noticeCounts({ affectedCount, queuedCount, deliveries });
        expect(Object.values(result).reduce((sum, count) => sum + count, 0)).toBe(affectedCount);
        expect(Object.values(result).every((count) => count >= 0)).toBe(true);
      }),
    );
  });

  it.each([
    [told({ delivered: 3 }), true],
    [told({ delivered: 1, bounced: 1, suppressed: 1 }), true],
    [told({ complained: 1, rejected: 1, withheld: 1 }), true],
    [told({ delivered: 2, sent: 1 }), false],
    [told({ delivered: 2, waiting: 1 }), false],
    [told({ delivered: 2 }), false],
    [told({ delivered: 2 }, 3, 2), false],
    [told({}, 0), true],
  ])('%j: everybody is told %s', (progress, expected) => {
    expect(isEverybodyTold(progress)).toBe(expected);
  });
});

describe('what approvals are bound to', () => {
  const text = approvableText(breachWith());

  it('changes with every word of every language, with the fields and with the list', () => {
    const { en, id } = breachWith().texts;
    const changes = [
      ...(['whatOccurred', 'whatWasDone', 'whatYouCanDo'] as const).flatMap((block) => [
        { texts: { en: { ...words, [block]: 'Other.' }, id } },
        { texts: { en, id: { ...words, [block]: 'Lain.' } } },
      ]),
      { exposedFields: ['email'] as const },
      { listHash: 'b'.repeat(64) },
    ];
    const others = changes.map((change) => approvableText(breachWith(change)));
    expect(new Set([text, ...others]).size).toBe(changes.length + 1);
  });

  it('does not change with the order in which fields are named', () => {
    expect(approvableText(breachWith({ exposedFields: ['phone', 'email'] }))).toBe(text);
  });

  it('is nothing while the list is being built', () => {
    expect(approvableText(breachWith({ listState: 'building' }))).toBeUndefined();
  });
});

describe('legal clocks', () => {
  it('run for every jurisdiction until it is known where the people live, then for theirs', () => {
    const known = runningClocks(breachWith());
    expect(known.map(({ jurisdiction }) => jurisdiction).toSorted()).toEqual(['ID', 'SG']);
    expect(runningClocks(breachWith({ affectedByJurisdiction: undefined }))).toHaveLength(3);
  });

  it.each([
    ['2027-03-04T08:00:00.000Z', undefined, 'running'],
    ['2027-03-04T08:00:00.001Z', undefined, 'passed'],
    ['2027-03-09T00:00:00.000Z', '2027-03-04T08:00:00.000Z', 'met'],
    ['2027-03-09T00:00:00.000Z', '2027-03-04T08:00:00.001Z', 'passed'],
  ])('at %s, told %s: %s', (now, notifiedAt, expected) => {
    expect(clockState('2027-03-04T08:00:00.000Z', { notifiedAt, now: new Date(now) })).toBe(expected);
  });
});

describe('rows of a breach', () => {
  it('are kept seven years, the ceiling of the policy', () => {
    const end = Date.parse('2034-03-01T00:00:00Z') / 1000;
    expect(breachRecordEndsAtSeconds(new Date('2027-03-01T00:00:00Z'), 'ID')).toBe(end);
    expect(breachRecordEndsAtSeconds(new Date('2027-03-01T00:00:00Z'))).toBe(end);
  });
});
