import type { BreachJob, BreachJobKey, BreachJobs } from '#stores/breaches/jobs.ts';
import type { QueueSender } from '#stores/queue.ts';
import type { Work } from '#functions/edge/queue.ts';
import * as z from 'zod';

/** What is on the queues of breach work: ids only. */
export const workMessageSchema = z.object({
  work: z.enum(['breach-list', 'breach-notice']),
  breachId: z.string(),
  listId: z.string(),
});

/** A page begins only with so much time left; the rest goes to the next message. */
const pageMilliseconds = 15_000;

/** The stores that working on a job uses. */
export interface WorkStores {
  jobs: Pick<BreachJobs, 'find'>;
  queue: QueueSender;
}

/** Works one page and answers the job afterwards. */
export type WorkPage = (job: BreachJob) => Promise<BreachJob>;

/**
 * Works a job page by page until it is done or time is short. Whatever stops it, the next message goes on behind the
 * last page that was committed; of two workers on one page one fails, reads again and goes on behind the other.
 */
export async function workPages(
  { jobs, queue }: WorkStores,
  { key, workPage }: { key: BreachJobKey; workPage: WorkPage },
  work: Work,
): Promise<BreachJob | undefined> {
  let job = await jobs.find(key);
  while (job?.state === 'running') {
    if (work.remainingMilliseconds() < pageMilliseconds) {
      await queue.send([{ work: key.work, breachId: key.breachId, listId: key.listId }]);
      return job;
    }
    job = await workPage(job);
  }
  return job;
}

/** The job after a page: counted, so that the page cannot be committed twice, and with a sign of life. */
export function nextPage(job: BreachJob, changes: Partial<BreachJob>, now: Date): BreachJob {
  return { ...job, ...changes, pagesDone: job.pagesDone + 1, beatAt: now.toISOString() };
}
