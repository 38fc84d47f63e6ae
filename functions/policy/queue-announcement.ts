import { logEvent } from '#functions/edge/log.ts';
import { Unavailable } from '#stores/failures.ts';
import type { QueueSender } from '#stores/queue.ts';

/**
 * Wakes the worker that tells people of a version. When the queue does not answer the approval still counts: the sweep
 * takes up every job that nobody works on.
 */
export async function queueAnnouncement(queue: QueueSender, version: number): Promise<void> {
  try {
    await queue.send([{ version: String(version) }]);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    logEvent('POLICY_WORK_NOT_QUEUED', { recordId: String(version) });
  }
}
