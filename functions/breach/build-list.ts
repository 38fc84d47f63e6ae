// Queue `breach-list`: the people that a breach touched
import { breachAudit } from '#domain/breach/life-cycle.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { openAffectedPeople, type AffectedPeople } from '#stores/breaches/affected-people.ts';
import { openFirstRecords } from '#stores/breaches/first-records.ts';
import { openHolders } from '#stores/breaches/holders.ts';
import { openBreachJobs, type BreachJob, type BreachJobs } from '#stores/breaches/jobs.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { openDeposits } from '#stores/deposits.ts';
import { openDocuments } from '#stores/kyc/documents.ts';
import { openIdentities } from '#stores/kyc/identities.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { findPeople, type FindPeopleStores } from './find-people.ts';
import { sealList } from './seal-list.ts';
import { nextPage, workMessageSchema, workPages } from './work-pages.ts';

/** The stores that building a list uses. */
export interface BuildListStores extends FindPeopleStores {
  affected: Pick<AffectedPeople, 'listing' | 'page' | 'removing'>;
  breaches: Pick<BreachRegister, 'read' | 'needingList' | 'handingList'>;
  jobs: Pick<BreachJobs, 'advancing' | 'closing' | 'find'>;
  queue: QueueSender;
}

/**
 * Builds the list of a breach as a job: finds people page by page, then sorts and seals what it found. A list that the
 * breach no longer needs, because it was edited or withdrawn, ends where it stands.
 */
export function buildList(stores: BuildListStores): QueueHandler {
  return queueHandler(workMessageSchema, async (key, work) => {
    const workPage = (job: BreachJob) => buildPage(stores, job, work);
    const job = await workPages(stores, { key, workPage }, work);
    if (job?.state === 'done') logEvent('BREACH_LIST_BUILT', { recordId: key.breachId, count: job.peopleCount });
  });
}

async function buildPage(stores: BuildListStores, job: BreachJob, work: Work): Promise<BreachJob> {
  const breach = await stores.breaches.read(job.breachId);
  const isNeeded = breach.state === 'draft' && breach.listId === job.listId && breach.listState === 'building';
  if (!isNeeded) return abandon(stores, job, work);
  return job.step === 'find' ? findPeople(stores, { breach, job }, work) : sealList(stores, job, work);
}

async function abandon({ jobs, ledger }: BuildListStores, job: BreachJob, { actor, now }: Work): Promise<BreachJob> {
  const next = nextPage(job, { state: 'done' }, now);
  await ledger.commit({
    writes: [jobs.advancing(job, next), jobs.closing(job)],
    audit: [breachAudit(job.breachId, 'breach-list-abandoned', { listId: job.listId })],
    actor,
    now,
  });
  return next;
}

export const handler = buildList({
  affected: openAffectedPeople(),
  breaches: openBreachRegister(),
  deposits: openDeposits(),
  documents: openDocuments(),
  firstRecords: openFirstRecords(),
  holders: openHolders(),
  identities: openIdentities(),
  jobs: openBreachJobs(),
  ledger: openLedger(),
  players: openPlayers(),
  queue: openQueue('breach-list'),
});
