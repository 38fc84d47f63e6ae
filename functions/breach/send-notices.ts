// Queue `breach-notice`: announcing a breach to everybody on its list
import type { AuditEntry, DomainEvent } from '#domain/decision.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { openAffectedPeople, type AffectedPeople, type AffectedRow } from '#stores/breaches/affected-people.ts';
import { openBreachJobs, type BreachJob, type BreachJobs } from '#stores/breaches/jobs.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { nextPage, workMessageSchema, workPages } from './work-pages.ts';

/** The stores that announcing uses. */
export interface SendNoticesStores {
  affected: Pick<AffectedPeople, 'page' | 'queueing'>;
  jobs: Pick<BreachJobs, 'advancing' | 'find'>;
  ledger: Ledger;
  queue: QueueSender;
}

/** So many people per page: three rows each and the job fit one transaction of 100. */
const pagePeople = 30;

/**
 * Announces a breach page by page: the mark of each person and the event that their mail follows from are one
 * transaction with the cursor, so nobody is left out and nobody is announced twice.
 */
export function sendNotices(stores: SendNoticesStores): QueueHandler {
  return queueHandler(workMessageSchema, async (key, work) => {
    const workPage = (job: BreachJob) => announcePage(stores, job, work);
    const job = await workPages(stores, { key, workPage }, work);
    if (job?.state === 'done') logEvent('BREACH_ANNOUNCED', { recordId: key.breachId, count: job.peopleCount });
  });
}

async function announcePage(stores: SendNoticesStores, job: BreachJob, { actor, now }: Work): Promise<BreachJob> {
  const { breachId, listId, cursor: after } = job;
  const { rows, cursor } = await stores.affected.page(breachId, { after, limit: pagePeople });
  const people = rows.filter((row) => row.listId === listId && row.state === 'listed');
  const state = cursor === undefined ? 'done' : 'running';
  const next = nextPage(job, { cursor, state, peopleCount: job.peopleCount + people.length }, now);
  await stores.ledger.commit({
    writes: [stores.jobs.advancing(job, next), ...people.map((row) => stores.affected.queueing(breachId, row))],
    audit: people.map((person) => queuedAudit(breachId, person)),
    events: people.map((person) => noticeEvent(breachId, person)),
    actor,
    now,
  });
  return next;
}

const queuedAudit = (breachId: string, { playerId }: AffectedRow): AuditEntry => ({
  action: 'breach-notice-queued',
  noun: 'player',
  nounId: playerId,
  subjectId: playerId,
  context: { breachId },
});

const noticeEvent = (breachId: string, { playerId }: AffectedRow): DomainEvent => ({
  type: 'breach-notice',
  subjectId: playerId,
  recordId: breachId,
});

export const handler = sendNotices({
  affected: openAffectedPeople(),
  jobs: openBreachJobs(),
  ledger: openLedger(),
  queue: openQueue('breach-notice'),
});
