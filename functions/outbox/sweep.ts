// Schedule: every few minutes
import { scheduleHandler, type ScheduleHandler } from '#functions/edge/queue.ts';
import { logEvent } from '#functions/edge/log.ts';
import { openOutbox, outboxShards, type Outbox } from '#stores/outbox.ts';
import { openFollowerQueues, passOn, type PassOnStores } from './pass-on.ts';

/** The relay has this long before the sweep does its work. */
const patienceMilliseconds = 60_000;
/** So many events of a shard are passed on in one run; the next run takes the rest. */
const eventsPerShardMax = 200;
/** No event is begun when less time than this is left. */
const reserveMilliseconds = 5000;

/** The stores the sweep uses. */
export interface SweepStores extends PassOnStores {
  outbox: Pick<Outbox, 'markRelayed' | 'unrelayed'>;
}

/** Passes on what the relay missed. Its count is logged: in health it is nought. */
export function sweep(stores: SweepStores): ScheduleHandler {
  return scheduleHandler(async ({ now, remainingMilliseconds }) => {
    const before = new Date(now.getTime() - patienceMilliseconds);
    let count = 0;
    for (let shard = 0; shard < outboxShards; shard += 1) {
      const missed = await stores.outbox.unrelayed(shard, { before, limit: eventsPerShardMax });
      for (const announcement of missed) {
        if (remainingMilliseconds() < reserveMilliseconds) break;
        await passOn(stores, announcement, now);
        count += 1;
      }
    }
    if (count > 0) logEvent('MISSED_EVENTS_RELAYED', { count });
  });
}

export const handler = sweep({ outbox: openOutbox(), queues: openFollowerQueues() });
