// Schedule: every minute
import { isEverybodyTold } from '#domain/breach/notice-counts.ts';
import { decideNotified } from '#domain/breach/life-cycle.ts';
import { logDefect, logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import {
  openBreachJobs,
  type BreachJob,
  type BreachJobKey,
  type BreachJobs,
  type BreachWork,
} from '#stores/breaches/jobs.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { Conflict } from '#stores/failures.ts';
import { openDeliveryLists } from '#stores/delivery-lists.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { readProgress, type CountStores } from './count-notices.ts';

/** The stores the sweep uses. */
export interface SweepStores extends CountStores {
  breaches: Pick<BreachRegister, 'read' | 'finishing'>;
  jobs: Pick<BreachJobs, 'closing' | 'find' | 'open'>;
  ledger: Ledger;
  queues: Readonly<Record<BreachWork, QueueSender>>;
}

/** A job without a sign of life for so long is taken up again: longer than a worker may run. */
const silenceMilliseconds = 180_000;

/**
 * Takes up jobs that nobody works on, and ends the telling of a breach once everybody's mail has come to its end. Taking
 * a job up twice does nothing: its pages are fenced. A breach that fails does not keep the others waiting.
 */
export function sweep(stores: SweepStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    let failures = 0;
    for (const key of await stores.jobs.open()) {
      await look(stores, key, work).catch((error: unknown) => {
        // Another run was faster: the next one sees what is left.
        if (error instanceof Conflict) return;
        failures += 1;
        logDefect(error, { recordId: key.breachId });
      });
    }
    if (failures > 0) throw new Error('Some work on breaches could not be looked at');
  });
}

async function look(stores: SweepStores, key: BreachJobKey, work: Work): Promise<void> {
  const job = await stores.jobs.find(key);
  if (job?.state === 'running') await takeUp(stores, { key, job }, work.now);
  else if (key.work === 'breach-notice') await finish(stores, key, work);
}

async function takeUp({ queues }: SweepStores, { key, job }: { key: BreachJobKey; job: BreachJob }, now: Date) {
  if (now.getTime() - Date.parse(job.beatAt) < silenceMilliseconds) return;
  const { work, breachId, listId } = key;
  await queues[work].send([{ work, breachId, listId }]);
  logEvent('BREACH_WORK_TAKEN_UP_AGAIN', { recordId: breachId, state: work });
}

async function finish(stores: SweepStores, key: BreachJobKey, { actor, now }: Work): Promise<void> {
  const progress = await readProgress(stores, await stores.breaches.read(key.breachId));
  if (progress === undefined || !isEverybodyTold(progress)) return;
  const { change, audit } = decideNotified(key.breachId, now);
  const writes = [stores.breaches.finishing(key.breachId, change), stores.jobs.closing(key)];
  await stores.ledger.commit({ writes, audit, actor, now });
  logEvent('BREACH_NOTIFIED', { recordId: key.breachId, count: progress.affectedCount });
}

export const handler = sweep({
  breaches: openBreachRegister(),
  deliveryLists: openDeliveryLists(),
  jobs: openBreachJobs(),
  ledger: openLedger(),
  queues: { 'breach-list': openQueue('breach-list'), 'breach-notice': openQueue('breach-notice') },
});
