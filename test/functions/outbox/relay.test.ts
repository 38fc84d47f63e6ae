import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closureRequested, accountClosed } from '#domain/player/closure.ts';
import { handler as sweep } from '#functions/outbox/sweep.ts';
import { newId } from '#stores/ids.ts';
import { openOutbox } from '#stores/outbox.ts';
import { announcementOf } from '#stores/outbox-stream.ts';
import { announce } from '#test/support/announced-people.ts';
import { tick } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { openMailPipeline } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
const rowOf = async (eventId: string) => (await services.scan('outbox')).find(({ pk }) => pk === eventId);
const bodiesIn = (queue: string) => services.sqs.messagesIn(queue).map(({ body }) => JSON.parse(body) as unknown);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
});
afterEach(() => vi.useRealTimers());

describe('The relay', () => {
  it('tells everyone who follows an event, by ids only, and takes it out of the index', async () => {
    const pipeline = openMailPipeline(services);
    const playerId = newId();
    const [closing = '', closed = ''] = await announce([
      ...closureRequested(playerId).events,
      ...accountClosed(playerId).events,
    ]);
    await pipeline.settle();
    expect(bodiesIn('closure')).toContainEqual({ eventId: closing, subjectId: playerId });
    expect(bodiesIn('expiry')).toContainEqual({ eventId: closed, subjectId: playerId });
    expect(pipeline.bodies).toHaveLength(2);
    expect(await rowOf(closing)).toMatchObject({ relayedAt: new Date().toISOString() });
    expect(await rowOf(closing)).not.toHaveProperty('unrelayedShard');
  });

  it('passes over records of rows that were marked or removed, and stops at an insert that is no event', () => {
    expect(announcementOf({ eventName: 'MODIFY' })).toBeUndefined();
    expect(announcementOf({ eventName: 'REMOVE' })).toBeUndefined();
    expect(() => announcementOf({ eventName: 'INSERT' })).toThrow();
  });
});

describe('The sweep', () => {
  it('relays what the relay missed after a minute, once, and leaves younger events to the relay', async () => {
    const playerId = newId();
    const [eventId = ''] = await announce(accountClosed(playerId).events);
    const told = () => bodiesIn('expiry').filter((body) => JSON.stringify(body).includes(eventId)).length;
    await tick(sweep);
    expect(told()).toBe(0);
    vi.setSystemTime(Date.now() + 61_000);
    await tick(sweep);
    await tick(sweep);
    expect(told()).toBe(1);
    expect(await rowOf(eventId)).toHaveProperty('relayedAt');
  });

  it('does not bring back a row that has expired', async () => {
    const eventId = newId();
    await openOutbox().markRelayed(eventId, new Date());
    expect(await rowOf(eventId)).toBeUndefined();
  });
});
