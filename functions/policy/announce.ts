// Queue `policy-announcement`: telling everybody of a new version of the policy
import * as z from 'zod';
import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import type { AuditEntry, DomainEvent } from '#domain/decision.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { holderShards, openHolders, type Holders } from '#stores/breaches/holders.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPolicyMarks, type PolicyMarks, type ToldAccount } from '#stores/policies/account-marks.ts';
import { openPolicyJobs, type PolicyJob, type PolicyJobs } from '#stores/policies/jobs.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

/** The stores that telling people uses. */
export interface AnnounceStores {
  holders: Holders;
  jobs: Pick<PolicyJobs, 'advancing' | 'closing' | 'find'>;
  ledger: Ledger;
  marks: PolicyMarks;
  queue: QueueSender;
}

/** What is on the queue: the number of a version. */
const announcementMessageSchema = z.object({ version: z.coerce.number().int() });

/** So many people per page: three rows each and the two of the job fit one transaction of 100. */
const pagePeople = 30;
/** A page begins only with so much time left; the rest goes to the next message. */
const pageMilliseconds = 15_000;

/**
 * Visits every account that there was when the version was approved, page by page: the mark on an account and the event
 * that its mail follows from are one transaction with the cursor, so nobody is left out and nobody is told twice.
 */
export function announce(stores: AnnounceStores): QueueHandler {
  return queueHandler(announcementMessageSchema, async ({ version }, work) => {
    let job = await stores.jobs.find({ version });
    if (job === undefined || job.startsAt > work.now.toISOString()) return;
    while (job.state === 'running') {
      if (work.remainingMilliseconds() < pageMilliseconds) {
        await stores.queue.send([{ version: String(version) }]);
        return;
      }
      job = await announcePage(stores, job, work);
    }
    logEvent('POLICY_ANNOUNCED', { recordId: String(version), count: job.visitedCount });
  });
}

async function announcePage(stores: AnnounceStores, job: PolicyJob, { actor, now }: Work): Promise<PolicyJob> {
  const { shard, startedAt: heldBy, cursor: after, version } = job;
  const page = await stores.holders.page('players', shard, { heldBy, after, limit: pagePeople });
  const accounts = await stores.marks.read([...new Set(page.playerIds)]);
  const people = accounts.filter(({ state }) => state !== 'closed');
  const next = nextPage(job, { people, cursor: page.cursor }, now);
  const isMaterial = job.kind === 'material';
  await stores.ledger.commit({
    writes: [
      stores.jobs.advancing(job, next),
      ...(next.state === 'done' ? [stores.jobs.closing({ version })] : []),
      ...people.map((person) => markOf(stores.marks, job, person)),
    ],
    audit: people.map((person) => toldAudit(job, person)),
    events: isMaterial ? people.map(({ playerId }) => changedEvent(version, playerId)) : [],
    actor,
    now,
  });
  return next;
}

const asksConsent = ({ jurisdiction }: ToldAccount) => jurisdictionOf(jurisdiction).reconsent.value === 'required';

function markOf(marks: PolicyMarks, { kind, version, effectiveFrom }: PolicyJob, person: ToldAccount) {
  if (kind === 'minor') return marks.askingToAcknowledge(person.playerId, version);
  return marks.mailing(person.playerId, version, asksConsent(person) ? effectiveFrom : undefined);
}

/** The job after a page: shard by shard, each to its end. */
function nextPage(
  job: PolicyJob,
  { people, cursor }: { people: readonly ToldAccount[]; cursor: string | undefined },
  now: Date,
): PolicyJob {
  const shard = cursor === undefined ? job.shard + 1 : job.shard;
  const isMaterial = job.kind === 'material';
  return {
    ...job,
    shard,
    cursor,
    state: shard >= holderShards ? 'done' : 'running',
    pagesDone: job.pagesDone + 1,
    beatAt: now.toISOString(),
    visitedCount: job.visitedCount + people.length,
    mailedCount: job.mailedCount + (isMaterial ? people.length : 0),
    consentCount: job.consentCount + (isMaterial ? people.filter(asksConsent).length : 0),
    acknowledgeCount: job.acknowledgeCount + (isMaterial ? 0 : people.length),
  };
}

const toldAudit = ({ version, kind }: PolicyJob, { playerId }: ToldAccount): AuditEntry => ({
  action: kind === 'material' ? 'policy-change-queued' : 'policy-acknowledgement-asked',
  noun: 'player',
  nounId: playerId,
  subjectId: playerId,
  context: { version },
});

const changedEvent = (version: number, playerId: string): DomainEvent => ({
  type: 'policy-changed',
  subjectId: playerId,
  recordId: String(version),
});

export const handler = announce({
  holders: openHolders(),
  jobs: openPolicyJobs(),
  ledger: openLedger(),
  marks: openPolicyMarks(),
  queue: openQueue('policy-announcement'),
});
