// Schedule: daily
import type { ScreeningService } from '#domain/kyc/screening.ts';
import { logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler } from '#functions/edge/queue.ts';
import { openRescreeningJobs, type RescreeningJobs } from '#stores/kyc/rescreening-jobs.ts';
import { openScreeningService } from '#stores/kyc/screening-service.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

/** A job without a sign of life for so long is taken up again: longer than a worker may run. */
const silenceMilliseconds = 180_000;

/** The stores that watching the list uses. */
export interface WatchStores {
  jobs: Pick<RescreeningJobs, 'find' | 'open'>;
  queue: QueueSender;
  service: Pick<ScreeningService, 'version'>;
}

/**
 * Begins the comparison of everybody when the list has changed since the last time, and takes up one that stands still.
 * Services announce nothing, so that asking is the only way; a list of ours is asked too, should its event be lost.
 */
export function watchLists(stores: WatchStores): ScheduleHandler {
  return scheduleHandler(async ({ now }) => {
    const listVersion = await stores.service.version(now);
    if (listVersion === undefined) logEvent('SCREENING_LIST_UNKNOWN', {});
    else if ((await stores.jobs.find({ listVersion })) === undefined) await stores.queue.send([{ listVersion }]);
    for (const { listVersion: open } of await stores.jobs.open()) await takeUp(stores, open, now);
  });
}

async function takeUp({ jobs, queue }: WatchStores, listVersion: string, now: Date): Promise<void> {
  const job = await jobs.find({ listVersion });
  if (job === undefined || now.getTime() - Date.parse(job.beatAt) < silenceMilliseconds) return;
  await queue.send([{ listVersion }]);
  logEvent('RESCREENING_TAKEN_UP_AGAIN', { recordId: listVersion });
}

export const handler = watchLists({
  jobs: openRescreeningJobs(),
  queue: openQueue('kyc-rescreening'),
  service: openScreeningService(),
});
