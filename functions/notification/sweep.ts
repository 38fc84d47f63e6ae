// Schedule: every minute
import { logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler } from '#functions/edge/queue.ts';
import { openDeliveryLists, undecidedShardCount, type DeliveryLists } from '#stores/delivery-lists.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

/** So many messages of a shard are taken up again in one run; the next run takes the rest. */
const messagesPerShardMax = 500;

/** The stores the sweep uses. */
export interface SweepStores {
  deliveryLists: Pick<DeliveryLists, 'undecided'>;
  queues: Readonly<Record<'notification' | 'breach-mail', QueueSender>>;
}

/**
 * Takes up messages that were refused for the moment and attempts without an outcome, once their time has come. The
 * sender decides by the lease: taking one up twice, or too early, does nothing.
 */
export function sweep({ deliveryLists, queues }: SweepStores): ScheduleHandler {
  return scheduleHandler(async ({ now }) => {
    let count = 0;
    for (let shard = 0; shard < undecidedShardCount; shard += 1) {
      const due = await deliveryLists.undecided(shard, { now, limit: messagesPerShardMax });
      const messagesFor = (isBreach: boolean) =>
        due.filter(({ type }) => (type === 'breach-notice') === isBreach).map(({ eventId }) => ({ eventId }));
      await queues.notification.send(messagesFor(false));
      await queues['breach-mail'].send(messagesFor(true));
      count += due.length;
    }
    if (count > 0) logEvent('NOTIFICATIONS_TAKEN_UP_AGAIN', { count });
  });
}

export const handler = sweep({
  deliveryLists: openDeliveryLists(),
  queues: { notification: openQueue('notification'), 'breach-mail': openQueue('breach-mail') },
});
