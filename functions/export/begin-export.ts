import { newExport, type ExportJob } from '#domain/export/export-job.ts';
import type { Actor, Write } from '#stores/commitment.ts';
import type { ExportJobs } from '#stores/exports/jobs.ts';
import type { Ledger } from '#stores/ledger.ts';
import { whileNotClosed } from '#stores/open-account.ts';
import type { QueueSender } from '#stores/queue.ts';

/** The stores that beginning a copy uses. */
export interface BeginStores {
  jobs: Pick<ExportJobs, 'beginning'>;
  ledger: Ledger;
  queue: QueueSender;
}

/**
 * Begins a copy under an id that the caller gives, with the caller's own writes in the same transaction. Throws `Conflict`
 * while another copy of the player runs. What is lost on the way to the queue is taken up by the sweep.
 */
export async function beginExport(
  stores: BeginStores,
  { exportId, playerId, writes }: { exportId: string; playerId: string; writes: readonly Write[] },
  { actor, now }: { actor: Actor; now: Date },
): Promise<ExportJob> {
  const job = newExport(exportId, playerId, now);
  await stores.ledger.commit({
    writes: [...stores.jobs.beginning(job), whileNotClosed(playerId), ...writes],
    audit: [{ action: 'export-asked', noun: 'export', nounId: exportId, subjectId: playerId }],
    actor,
    now,
  });
  await stores.queue.send([{ exportId, subjectId: playerId }]);
  return job;
}
