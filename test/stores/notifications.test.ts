import { beforeEach, describe, expect, it } from 'vitest';
import { mailReport } from '#domain/notification/delivery.ts';
import { leased, type Message } from '#domain/notification/sending.ts';
import type { Write } from '#stores/commitment.ts';
import { openDeliveryLists, undecidedShardCount } from '#stores/delivery-lists.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openNotifications } from '#stores/notifications.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const notifications = openNotifications();
const lists = openDeliveryLists();
const ledger = openLedger();
const now = new Date('2027-01-05T03:00:00.000Z');
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const commit = (...writes: Write[]) =>
  ledger.commit({ writes, audit: [], actor: { kind: 'platform', requestId: 'test' }, now });
const newMessage = (): Message => ({ eventId: newId(), recipient: newId(), type: 'deposit-confirmed' });

async function begin(message: Message) {
  const delivery = leased(message, { attemptId: newId(), subjectId: message.recipient, seen: undefined }, now);
  await commit(notifications.moving(delivery, undefined), notifications.attempting(delivery));
  return delivery;
}

async function undecidedAt(moment: Date): Promise<string[]> {
  const shards = Array.from({ length: undecidedShardCount }, (_, shard) =>
    lists.undecided(shard, { now: moment, limit: 100 }),
  );
  return (await Promise.all(shards)).flat().map(({ eventId }) => eventId);
}

beforeEach(() => services.reset());

describe('A lease in the table', () => {
  it('goes to one of two senders', async () => {
    const message = newMessage();
    await begin(message);
    await expect(begin(message)).rejects.toBeInstanceOf(Conflict);
  });

  it('is found by its message and by its attempt', async () => {
    const delivery = await begin(newMessage());
    expect(await notifications.find(delivery)).toEqual(delivery);
    expect(await notifications.findByAttempt(delivery.attemptId)).toEqual(delivery);
    expect(await notifications.findByAttempt(newId())).toBeUndefined();
  });

  it('is not moved by somebody who saw an older attempt or another state', async () => {
    const delivery = await begin(newMessage());
    const moved = { ...delivery, state: 'sent' as const, decideAfter: undefined };
    await expect(commit(notifications.moving(moved, { ...delivery, attemptId: newId() }))).rejects.toThrow(Conflict);
    await expect(commit(notifications.moving(moved, { ...delivery, state: 'waiting' }))).rejects.toThrow(Conflict);
    await commit(notifications.moving(moved, delivery));
    await expect(commit(notifications.moving(moved, delivery))).rejects.toThrow(Conflict);
  });

  it('is due for the sweep when its time has come, and no more once it is decided or a week has passed', async () => {
    const delivery = await begin(newMessage());
    expect(await undecidedAt(minutesLater(9))).not.toContain(delivery.eventId);
    expect(await undecidedAt(minutesLater(10))).toContain(delivery.eventId);
    expect(await undecidedAt(minutesLater(8 * 24 * 60))).not.toContain(delivery.eventId);
    await commit(notifications.reporting(delivery, delivery.attemptId, mailReport({ eventType: 'Delivery' })));
    expect(await undecidedAt(minutesLater(10))).not.toContain(delivery.eventId);
  });
});

describe('A report of a mail event', () => {
  const bounce = mailReport({ eventType: 'Bounce', bounceType: 'Permanent', bounceSubType: 'General' });
  const delivered = mailReport({ eventType: 'Delivery' });

  it('of an earlier attempt counts when the mail arrived', async () => {
    const delivery = await begin(newMessage());
    await commit(notifications.reporting(delivery, newId(), delivered));
    expect(await notifications.find(delivery)).toMatchObject({ state: 'delivered' });
  });

  it('of an earlier attempt does not count when it failed', async () => {
    const delivery = await begin(newMessage());
    await expect(commit(notifications.reporting(delivery, newId(), bounce))).rejects.toThrow(Conflict);
    expect(await notifications.find(delivery)).toMatchObject({ state: 'sending' });
  });

  it('that says nothing new changes nothing', async () => {
    const delivery = await begin(newMessage());
    const report = () => commit(notifications.reporting(delivery, delivery.attemptId, delivered));
    await report();
    await expect(report()).rejects.toThrow(Conflict);
  });
});
