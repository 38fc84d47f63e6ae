import { describe, expect, it } from 'vitest';
import {
  deliveryRecordDays,
  mailReport,
  retrySeconds,
  type DeliveryState,
  type MailEvent,
} from '#domain/notification/delivery.ts';
import { eventTypes, followersOf, mayWriteTo, messageClassOf } from '#domain/notification/event-type.ts';

const send: MailEvent = { eventType: 'Send' };
const delivery: MailEvent = { eventType: 'Delivery' };
const bounce: MailEvent = { eventType: 'Bounce', bounceType: 'Permanent', bounceSubType: 'General' };
const awayNotice: MailEvent = { eventType: 'Bounce', bounceType: 'Transient', bounceSubType: 'General' };
const suppression: MailEvent = {
  eventType: 'Bounce',
  bounceType: 'Permanent',
  bounceSubType: 'OnAccountSuppressionList',
};
const complaint: MailEvent = { eventType: 'Complaint' };
const rejection: MailEvent = { eventType: 'Reject' };
const all = [send, delivery, bounce, awayNotice, suppression, complaint, rejection];

/** Applies reports in the given order, as the conditional writes do. */
const after = (events: readonly MailEvent[], from: DeliveryState = 'sending') =>
  events.map(mailReport).reduce((state, report) => (report.replaces.includes(state) ? report.state : state), from);

describe('Mail events', () => {
  it('lead to the same state in whatever order and however often they come', () => {
    for (const events of [
      [send, delivery],
      [delivery, send],
      [delivery, send, delivery, send],
    ]) {
      expect(after(events)).toBe('delivered');
    }
    expect(after([bounce, delivery])).toBe('bounced');
    expect(after([delivery, bounce])).toBe('bounced');
    expect(after([complaint, delivery, send])).toBe('complained');
    expect(after([delivery, complaint])).toBe('complained');
    expect(after([send, suppression])).toBe('suppressed');
  });

  it('take an automatic answer after a delivery for no failure', () => {
    expect(after([delivery, awayNotice])).toBe('delivered');
    expect(after([send, awayNotice])).toBe('bounced');
  });

  it('never reopen a message that was refused for good, suppressed or withheld', () => {
    for (const final of ['rejected', 'suppressed', 'withheld'] as const) expect(after(all, final)).toBe(final);
  });

  it('never lead to a state in which a message would be sent again', () => {
    for (const event of all) expect(['sending', 'waiting']).not.toContain(mailReport(event).state);
  });

  it('count for every attempt when mail arrived, and for their own attempt when it failed', () => {
    expect(all.filter((event) => mailReport(event).countsForAnyAttempt)).toEqual([send, delivery, complaint]);
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
      expect(messageClassOf(type)).toMatch(/^(?:security|transactional|breach|marketing)$/);
      const followedBy = { 'breach-notice': 'breach-mail', 'identity-number-recorded': 'kyc-screening' }[String(type)];
      expect(followersOf(type)).toContain(followedBy ?? 'notification');
    }
  });

  it('is written about to a closed account only when it is closure, payment or breach', () => {
    expect(eventTypes.filter((type) => mayWriteTo('closed', type))).toEqual([
      'deposit-confirmed',
      'account-closed',
      'breach-notice',
    ]);
    expect(
      eventTypes.every(
        (type) => mayWriteTo('open', type) && mayWriteTo('closing', type) === (type !== 'marketing-agreed'),
      ),
    ).toBe(true);
  });

  it('of a breach is remembered for five years, any other for a month', () => {
    expect(deliveryRecordDays('breach')).toBeGreaterThanOrEqual(5 * 365);
    expect(deliveryRecordDays('security')).toBe(30);
  });
});
