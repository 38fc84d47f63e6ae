import { followersOf, type EventFollower } from '#domain/notification/event-type.ts';
import type { Announcement, Outbox } from '#stores/outbox.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

/** The queues of those who follow events. */
export type FollowerQueues = Readonly<Record<EventFollower, QueueSender>>;

/** The stores that passing an event on uses. */
export interface PassOnStores {
  outbox: Pick<Outbox, 'markRelayed'>;
  queues: FollowerQueues;
}

/** Opens the queues of all followers. */
export const openFollowerQueues = (): FollowerQueues => ({
  notification: openQueue('notification'),
  'breach-mail': openQueue('breach-mail'),
  closure: openQueue('closure'),
  expiry: openQueue('expiry'),
  'kyc-screening': openQueue('kyc-screening'),
});

/**
 * Passes an event on to everyone who follows it, then marks it. A crash between the two sends it once more: followers
 * bear duplicates. Messages hold the ids of event and subject, nothing else.
 */
export async function passOn(stores: PassOnStores, announcement: Announcement, now: Date): Promise<void> {
  const { eventId, type, subjectId } = announcement;
  for (const follower of followersOf(type)) await stores.queues[follower].send([{ eventId, subjectId }]);
  await stores.outbox.markRelayed(eventId, now);
}
