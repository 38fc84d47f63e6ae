import { describe, expect, it } from 'vitest';
import {
  deliveryRecordDays,
  deliveryStates,
  replaceableBy,
  retrySeconds,
  type DeliveryState,
  type ReportedState,
} from '#domain/notification/delivery.ts';
import { eventTypes, followersOf, mayWriteTo, messageClassOf } from '#domain/notification/event-type.ts';

/** Applies reports in the given order, as the conditional writes do. */
const after = (reports: readonly ReportedState[], from: DeliveryState = 'sending') =>
  reports.reduce<DeliveryState>((state, report) => (replaceableBy(report).includes(state) ? report : state), from);

describe('Mail events', () => {
  it('lead to the same state in whatever order and however often they come', () => {
    const orders: readonly (readonly ReportedState[])[] = [
      ['sent', 'delivered'],
      ['delivered', 'sent'],
      ['delivered', 'sent', 'delivered', 'sent'],
    ];
    expect(orders.map((order) => after(order))).toEqual(['delivered', 'delivered', 'delivered']);
    expect(after(['complained', 'delivered', 'sent'])).toBe('complained');
    expect(after(['bounced', 'delivered'])).toBe('bounced');
    expect(after(['delivered', 'bounced'])).toBe('bounced');
  });

  it('never reopen a message that was refused for good, suppressed or withheld', () => {
    for (const final of ['rejected', 'suppressed', 'withheld'] as const) {
      expect(after(['sent', 'delivered', 'bounced', 'complained'], final)).toBe(final);
    }
  });

  it('never lead to a state in which a message would be sent again', () => {
    const reported = deliveryStates.filter(
      (state) => state !== 'sending' && state !== 'waiting' && state !== 'withheld',
    );
    for (const state of reported) expect(replaceableBy(state)).not.toContain('withheld');
  });
});

describe('A message that was refused for the moment', () => {
  it('waits twice as long each time, at most half an hour', () => {
    expect([1, 2, 3, 7, 50].map(retrySeconds)).toEqual([30, 60, 120, 1800, 1800]);
  });
});

describe('Every event', () => {
  it('has a class and somebody who follows it', () => {
    for (const type of eventTypes) {
      expect(messageClassOf(type)).toMatch(/^(?:security|transactional|breach)$/);
      expect(followersOf(type)).toContain('notification');
    }
  });

  it('is written about to a closed account only when it is closure, payment or breach', () => {
    expect(eventTypes.filter((type) => mayWriteTo('closed', type))).toEqual([
      'deposit-confirmed',
      'account-closed',
      'breach-notice',
    ]);
    expect(eventTypes.every((type) => mayWriteTo('open', type) && mayWriteTo('closing', type))).toBe(true);
  });

  it('of a breach is remembered for five years, any other for a month', () => {
    expect(deliveryRecordDays('breach')).toBeGreaterThanOrEqual(5 * 365);
    expect(deliveryRecordDays('security')).toBe(30);
  });
});
