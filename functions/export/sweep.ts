// Schedule: every 15 minutes
import { isRunning, silenceMilliseconds, type ExportJob } from '#domain/export/export-job.ts';
import { isPastUndoing } from '#domain/player/closure.ts';
import { logDefect, logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import { openExportJobs, type ExportJobs, type ExportKey } from '#stores/exports/jobs.ts';
import { openExportObjects, type ExportObjects } from '#stores/exports/objects.ts';
import { Conflict } from '#stores/failures.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { endExport, type DestroyStores } from './destroy-export.ts';

/** The stores the sweep uses. */
export interface SweepStores extends DestroyStores {
  jobs: DestroyStores['jobs'] & Pick<ExportJobs, 'find' | 'open'>;
  objects: DestroyStores['objects'] & Pick<ExportObjects, 'destroyPackage'>;
  players: Pick<Players, 'find'>;
  queue: QueueSender;
}

const pageRows = 100;
/** Copies that one run looks at; the next run takes the rest. */
const pagesMax = 50;

/** Destroys copies on their date and those of closed accounts, and takes up those that nobody works on. */
export function sweep(stores: SweepStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    let failures = 0;
    let after: ExportKey | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const keys = await stores.jobs.open({ after, limit: pageRows });
      for (const key of keys) if (!(await isLookedAt(stores, key, work))) failures += 1;
      after = keys.at(-1);
      if (keys.length < pageRows) break;
    }
    if (failures > 0) throw new Error('Some copies could not be looked at');
  });
}

async function isLookedAt(stores: SweepStores, key: ExportKey, work: Work): Promise<boolean> {
  try {
    await look(stores, key, work);
    return true;
  } catch (error) {
    // A worker was faster: the next run sees what is left.
    if (error instanceof Conflict) return true;
    logDefect(error, { recordId: key.exportId });
    return false;
  }
}

async function look(stores: SweepStores, key: ExportKey, work: Work): Promise<void> {
  const job = await stores.jobs.find(key);
  if (job === undefined) return stores.jobs.forget(key);
  const end = endOf(job, { isClosed: await isClosed(stores.players, key.playerId, work.now), now: work.now });
  if (end === 'stays') return takeUp(stores, job, work.now);
  await stores.objects.destroyPackage(job);
  if (end !== 'over') {
    await endExport(stores, { job, state: end }, work);
    logEvent('EXPORT_DESTROYED', { subjectId: job.playerId, recordId: job.exportId, state: end });
  }
  await stores.jobs.forget(key);
}

function endOf(job: ExportJob, { isClosed, now }: { isClosed: boolean; now: Date }) {
  if (isRunning(job)) return isClosed ? 'cancelled' : 'stays';
  if (job.state !== 'ready') return 'over';
  return isClosed || (job.destroyAt ?? '') <= now.toISOString() ? 'destroyed' : 'stays';
}

async function isClosed(players: Pick<Players, 'find'>, playerId: string, now: Date): Promise<boolean> {
  const account = await players.find(playerId);
  return account === undefined || isPastUndoing({ accountState: account.state, closesAt: account.closesAt }, now);
}

async function takeUp({ queue }: SweepStores, job: ExportJob, now: Date): Promise<void> {
  if (!isRunning(job) || now.getTime() - Date.parse(job.beatAt) < silenceMilliseconds) return;
  await queue.send([{ exportId: job.exportId, subjectId: job.playerId }]);
  logEvent('EXPORT_TAKEN_UP_AGAIN', { subjectId: job.playerId, recordId: job.exportId });
}

export const handler = sweep({
  jobs: openExportJobs(),
  ledger: openLedger(),
  objects: openExportObjects(),
  players: openPlayers(),
  queue: openQueue('export'),
});
