import { describe, expect, it } from 'vitest';
import { deliveryStates } from '#domain/notification/delivery.ts';
import { keptRecords } from '#domain/notification/kept-classes.ts';
import { adviceFor } from '#domain/notification/breach-advice.ts';
import { isDue, leased, settled, withheld, type Message } from '#domain/notification/sending.ts';

const now = new Date('2027-01-05T03:00:00.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const message: Message = { eventId: 'event', recipient: 'player', type: 'deposit-confirmed', recordId: 'deposit' };
const first = leased(message, { attemptId: 'one', subjectId: 'player', seen: undefined }, now);

describe('A lease', () => {
  it('holds for ten minutes, because so long the outcome may still come', () => {
    expect(isDue(undefined, now)).toBe(true);
    expect(isDue(first, now)).toBe(false);
    expect(isDue(first, later(599))).toBe(false);
    expect(isDue(first, later(600))).toBe(true);
  });

  it('counts attempts and remembers when the first was made', () => {
    const second = leased(message, { attemptId: 'two', subjectId: 'player', seen: first }, later(700));
    expect(second).toMatchObject({ attemptId: 'two', attemptNumber: 2, startedAt: now.toISOString() });
  });

  it('is never taken again once the message has come to an end', () => {
    for (const state of deliveryStates.filter((each) => each !== 'sending' && each !== 'waiting')) {
      expect(isDue({ ...first, state, decideAfter: undefined }, later(10 ** 9)), state).toBe(false);
    }
  });
});

describe('The answer of the provider', () => {
  it('ends the attempt, lets it be repeated, or changes nothing while it is unknown', () => {
    expect(settled(first, { outcome: 'accepted' }, now)).toMatchObject({ state: 'sent', decideAfter: undefined });
    const refused = settled(first, { outcome: 'refused', errorCode: 'MessageRejected' }, now);
    expect(refused).toMatchObject({ state: 'rejected', decideAfter: undefined });
    const throttled = settled(first, { outcome: 'refused-for-now', errorCode: 'TooManyRequestsException' }, now);
    expect(throttled).toMatchObject({ state: 'waiting', decideAfter: later(30).toISOString() });
    expect(settled(first, { outcome: 'unknown', errorCode: 'TimeoutError' }, now)).toBeUndefined();
  });
});

describe('A message for nobody', () => {
  it('is withheld for good', () => {
    const ended = withheld(message, undefined, now);
    expect(ended).toMatchObject({ state: 'withheld', attemptNumber: 0 });
    expect(isDue(ended, later(10 ** 9))).toBe(false);
  });
});

describe('What is kept after closure', () => {
  const reader = { timeZone: 'Asia/Jakarta', language: 'en', now } as const;

  it('is what has a key that ends later, in the order payments, identity check, contact', () => {
    const endsAtSeconds = later(86_400 * 365).getTime() / 1000;
    const ends = ['contact', 'kyc', 'financial', 'identity'].map((keyClass) => ({ keyClass, endsAtSeconds }));
    expect(keptRecords(ends, reader).map(({ what }) => what)).toEqual([
      'Records of your payments',
      'Records of your identity check, documents included',
      'Your e-mail address and name',
    ]);
  });

  it('is nothing whose key has ended, or never gets an end', () => {
    const ended = { keyClass: 'financial', endsAtSeconds: now.getTime() / 1000 };
    expect(keptRecords([ended, { keyClass: 'kyc' }], reader)).toEqual([]);
  });
});

describe('Advice after a breach', () => {
  it('follows what was exposed, each piece once, and always begins with distrust of messages', () => {
    expect(adviceFor(['email', 'phone'])).toEqual(['distrust-messages']);
    expect(adviceFor(['passwordHash', 'email'])).toEqual(['distrust-messages', 'change-password']);
    expect(adviceFor([])).toEqual(['distrust-messages']);
  });
});
