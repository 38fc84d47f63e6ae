import { ended, isRunning, type ExportJob } from '#domain/export/export-job.ts';
import type { Work } from '#functions/edge/queue.ts';
import type { ExportJobs } from '#stores/exports/jobs.ts';
import type { ExportObjects } from '#stores/exports/objects.ts';
import type { Ledger } from '#stores/ledger.ts';

/** The stores that destroying uses. */
export interface DestroyStores {
  jobs: Pick<ExportJobs, 'advancing' | 'forget' | 'releasing'>;
  ledger: Ledger;
  objects: Pick<ExportObjects, 'destroyFragments'>;
}

/** Ends a copy: what was collected goes first, so that no state says so before it is true. */
export async function endExport(
  stores: DestroyStores,
  { job, state }: { job: ExportJob; state: 'cancelled' | 'destroyed' | 'failed' },
  { actor, now }: Work,
): Promise<ExportJob> {
  await stores.objects.destroyFragments(job);
  const next = ended(job, state, now);
  await stores.ledger.commit({
    writes: [stores.jobs.advancing(job, next), ...(isRunning(job) ? [stores.jobs.releasing(job)] : [])],
    audit: [{ action: `export-${state}`, noun: 'export', nounId: job.exportId, subjectId: job.playerId }],
    actor,
    now,
  });
  return next;
}
