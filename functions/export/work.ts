// Queue `export`: the copies that players asked for
import * as z from 'zod';
import {
  afterCount,
  afterPage,
  isRunning,
  packing,
  ready,
  sourceUnderWay,
  type ExportJob,
} from '#domain/export/export-job.ts';
import { isPastUndoing } from '#domain/player/closure.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { openOriginalDocuments } from '#stores/exports/documents.ts';
import { openExportJobs, type ExportJobs } from '#stores/exports/jobs.ts';
import { openExportObjects, type ExportObjects } from '#stores/exports/objects.ts';
import { openExportPages } from '#stores/exports/pages.ts';
import { openDocuments } from '#stores/kyc/documents.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { collectPage, countAgain, type CollectStores } from './collect-page.ts';
import { endExport, type DestroyStores } from './destroy-export.ts';
import { pack, type PackStores } from './pack.ts';

/** The stores that working on a copy uses. */
export interface WorkStores extends Omit<CollectStores, 'documents' | 'objects'> {
  documents: CollectStores['documents'] & PackStores['documents'];
  jobs: DestroyStores['jobs'] & Pick<ExportJobs, 'find'>;
  ledger: Ledger;
  objects: Pick<ExportObjects, 'destroyFragments' | 'keepFragment' | 'keepPackage' | 'readFragment'>;
  queue: QueueSender;
}

const exportMessageSchema = z.object({ exportId: z.string(), subjectId: z.string() });

/** A step begins only with so much time left; the rest goes to the next message. */
const stepMilliseconds = 60_000;
/** Steps of one message: what they opened is told in one line of the log, which may hold 256 KiB. */
const stepsMax = 8;

/**
 * Works a copy step by step until it is ready or time is short. Whatever stops it, the next message goes on behind the
 * last step that was committed: fragments are replaced, never added.
 */
export function work(stores: WorkStores): QueueHandler {
  return queueHandler(exportMessageSchema, async ({ exportId, subjectId: playerId }, given) => {
    let job = await stores.jobs.find({ exportId, playerId });
    for (let steps = 0; job !== undefined && isRunning(job); steps += 1) {
      if (steps === stepsMax || given.remainingMilliseconds() < stepMilliseconds) {
        await stores.queue.send([{ exportId, subjectId: playerId }]);
        return;
      }
      job = await step(stores, job, given);
    }
  });
}

async function step(stores: WorkStores, job: ExportJob, given: Work): Promise<ExportJob> {
  const { state: accountState, closesAt } = await stores.players.read(job.playerId);
  if (isPastUndoing({ accountState, closesAt }, given.now))
    return endExport(stores, { job, state: 'cancelled' }, given);
  if (job.state === 'packing') return finish(stores, job, given);
  const source = sourceUnderWay(job);
  if (source === undefined) return advance(stores, job, packing(job, given.now), given);
  const seen = afterPage(job, await collectPage(stores, { job, source }, given.now), given.now);
  if (seen.cursor !== undefined) return advance(stores, job, seen, given);
  const next = afterCount(seen, source, await countAgain(stores, { job, source }));
  if (next.state !== 'failed') return advance(stores, job, next, given);
  logEvent('EXPORT_SOURCE_FAILED', { subjectId: job.playerId, recordId: job.exportId, state: source });
  return endExport(stores, { job, state: 'failed' }, given);
}

async function advance(stores: WorkStores, ...[seen, next, { actor, now }]: [ExportJob, ExportJob, Work]) {
  await stores.ledger.commit({ writes: [stores.jobs.advancing(seen, next)], audit: [], actor, now });
  return next;
}

async function finish(stores: WorkStores, job: ExportJob, { actor, now }: Work): Promise<ExportJob> {
  const next = ready(job, await pack(stores, job, now), now);
  const { exportId: nounId, playerId: subjectId, destroyAt = '' } = next;
  await stores.ledger.commit({
    writes: [stores.jobs.advancing(job, next), stores.jobs.releasing(job)],
    audit: [{ action: 'export-ready', noun: 'export', nounId, subjectId }],
    events: [{ type: 'export-ready', subjectId, recordId: nounId, context: { destroyAt } }],
    actor,
    now,
  });
  await stores.objects.destroyFragments(job);
  logEvent('EXPORT_READY', { subjectId, recordId: nounId });
  return next;
}

export const handler = work({
  documentRecords: openDocuments(),
  documents: openOriginalDocuments(),
  jobs: openExportJobs(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  objects: openExportObjects(),
  pages: openExportPages(),
  players: openPlayers(),
  queue: openQueue('export'),
});
