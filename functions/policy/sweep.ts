// Schedule: every minute
import { logDefect, logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import { openPolicyJobs, type PolicyJobKey, type PolicyJobs } from '#stores/policies/jobs.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

/** The stores the sweep uses. */
export interface SweepStores {
  jobs: Pick<PolicyJobs, 'find' | 'open'>;
  queue: QueueSender;
}

/** A job without a sign of life for so long is taken up again: longer than a worker may run. */
const silenceMilliseconds = 180_000;

/**
 * Starts the telling of versions whose day has come, and takes up what nobody works on. Taking a job up twice does
 * nothing: its pages are fenced. A version that fails does not keep the others waiting.
 */
export function sweep(stores: SweepStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    let failures = 0;
    for (const key of await stores.jobs.open()) {
      await look(stores, key, work).catch((error: unknown) => {
        failures += 1;
        logDefect(error, { recordId: String(key.version) });
      });
    }
    if (failures > 0) throw new Error('Some versions of the policy could not be looked at');
  });
}

async function look({ jobs, queue }: SweepStores, key: PolicyJobKey, { now }: Work): Promise<void> {
  const job = await jobs.find(key);
  if (job?.state !== 'running' || job.startsAt > now.toISOString()) return;
  const isNew = job.pagesDone === 0 && job.kind === 'minor';
  if (!isNew && now.getTime() - Date.parse(job.beatAt) < silenceMilliseconds) return;
  await queue.send([{ version: String(key.version) }]);
  logEvent('POLICY_WORK_TAKEN_UP', { recordId: String(key.version) });
}

export const handler = sweep({ jobs: openPolicyJobs(), queue: openQueue('policy-announcement') });
