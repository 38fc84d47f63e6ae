// Queue `kyc-rescreening`: Object Created events of the list, the watch, and the job itself
import * as z from 'zod';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { holderShards, type Holders, openHolders } from '#stores/breaches/holders.ts';
import { Conflict, NotFound } from '#stores/failures.ts';
import { openRescreeningJobs, type RescreeningJob, type RescreeningJobs } from '#stores/kyc/rescreening-jobs.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

const messageSchema = z.object({ listVersion: z.string().min(1) });

/** So many people are sent in one page. */
const pagePeople = 25;
/** A page begins only with so much time left; the rest goes to the next message. */
const pageMilliseconds = 15_000;

/** The stores that comparing everybody again uses. */
export interface RescreenStores {
  holders: Holders;
  jobs: Pick<RescreeningJobs, 'advancing' | 'beginning' | 'closing' | 'find'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  /** Where the job goes on when time is short. */
  jobQueue: QueueSender;
  screeningQueue: QueueSender;
}

/**
 * Has everybody whose identity is held compared with a new version of the list, page by page. Whatever stops it, the next
 * message goes on behind the last page that was committed; a page that is sent twice is only compared twice.
 */
export function rescreen(stores: RescreenStores): QueueHandler {
  return queueHandler(messageSchema, async ({ listVersion }, work) => {
    let job = await openOrBegin(stores, listVersion, work);
    if (job.state === 'done') return;
    while (job.state === 'running') {
      if (work.remainingMilliseconds() < pageMilliseconds) return stores.jobQueue.send([{ listVersion }]);
      job = await workPage(stores, job, work);
    }
    logEvent('EVERYBODY_SENT_TO_SCREENING', { recordId: listVersion, count: job.peopleCount });
  });
}

async function openOrBegin(
  { jobs, ledger }: RescreenStores,
  listVersion: string,
  { actor, now }: Work,
): Promise<RescreeningJob> {
  const known = await jobs.find({ listVersion });
  if (known !== undefined) return known;
  const at = now.toISOString();
  const job: RescreeningJob = {
    listVersion,
    state: 'running',
    pagesDone: 0,
    shard: 0,
    peopleCount: 0,
    startedAt: at,
    beatAt: at,
  };
  const audit = [{ action: 'rescreening-begun', noun: 'screening-list', nounId: listVersion }];
  await ledger.commit({ writes: jobs.beginning(job), audit, actor, now });
  return job;
}

/** The job after a page: counted, so that the page cannot be noted twice, and with a sign of life. */
function jobAfterPage(
  job: RescreeningJob,
  { cursor, peopleCount, now }: { cursor: string | undefined; peopleCount: number; now: Date },
): RescreeningJob {
  const endsShard = cursor === undefined;
  const isLast = endsShard && job.shard + 1 >= holderShards;
  return {
    ...job,
    state: isLast ? 'done' : 'running',
    pagesDone: job.pagesDone + 1,
    shard: endsShard && !isLast ? job.shard + 1 : job.shard,
    cursor,
    peopleCount: job.peopleCount + peopleCount,
    beatAt: now.toISOString(),
  };
}

/** Sends a page of people, then notes it: a crash between the two sends them once more. */
async function workPage(stores: RescreenStores, job: RescreeningJob, { actor, now }: Work): Promise<RescreeningJob> {
  const { holders, jobs, ledger, screeningQueue } = stores;
  const { playerIds, cursor } = await holders.page('kyc', job.shard, {
    heldBy: job.startedAt,
    after: job.cursor,
    limit: pagePeople,
  });
  const open = await openPlayersOf(stores, [...new Set(playerIds)]);
  await screeningQueue.send(open.map((subjectId) => ({ subjectId })));
  const next = jobAfterPage(job, { cursor, peopleCount: open.length, now });
  const isLast = next.state === 'done';
  const done = { action: 'rescreening-done', noun: 'screening-list', nounId: job.listVersion };
  try {
    await ledger.commit({
      writes: [jobs.advancing(job, next), ...(isLast ? [jobs.closing(job)] : [])],
      audit: isLast ? [{ ...done, context: { count: next.peopleCount } }] : [],
      actor,
      now,
    });
    return next;
  } catch (error) {
    // Another worker was faster, or our own answer was lost: go on behind whoever it was.
    const present = error instanceof Conflict ? await jobs.find(job) : undefined;
    if (present === undefined || present.pagesDone === job.pagesDone) throw error;
    return present;
  }
}

async function openPlayersOf({ players }: RescreenStores, playerIds: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    playerIds.map(async (playerId) => {
      try {
        return (await players.read(playerId)).state === 'open' ? [playerId] : [];
      } catch (error) {
        if (error instanceof NotFound) return [];
        // An account that cannot be read must not keep everybody else waiting: its own message fails, and alarms, alone.
        if (error instanceof z.ZodError) return [playerId];
        throw error;
      }
    }),
  );
  return found.flat();
}

export const handler = rescreen({
  holders: openHolders(),
  jobs: openRescreeningJobs(),
  ledger: openLedger(),
  players: openPlayers(),
  jobQueue: openQueue('kyc-rescreening'),
  screeningQueue: openQueue('kyc-screening'),
});
