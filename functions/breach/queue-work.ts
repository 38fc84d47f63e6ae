import { logEvent } from '#functions/edge/log.ts';
import type { BreachJobKey } from '#stores/breaches/jobs.ts';
import { Unavailable } from '#stores/failures.ts';
import type { QueueSender } from '#stores/queue.ts';

/**
 * Wakes the worker of a job that was committed. When the queue does not answer the command still counts: the sweep takes
 * up every job that nobody works on.
 */
export async function queueWork(queue: QueueSender, { work, breachId, listId }: BreachJobKey): Promise<void> {
  try {
    await queue.send([{ work, breachId, listId }]);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    logEvent('BREACH_WORK_NOT_QUEUED', { recordId: breachId, state: work });
  }
}
