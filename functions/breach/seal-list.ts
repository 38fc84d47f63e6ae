import { breachAudit } from '#domain/breach/life-cycle.ts';
import type { Work } from '#functions/edge/queue.ts';
import type { Write } from '#stores/commitment.ts';
import type { AffectedPeople, AffectedRow } from '#stores/breaches/affected-people.ts';
import type { BreachJob, BreachJobs } from '#stores/breaches/jobs.ts';
import type { BreachRegister } from '#stores/breaches/register.ts';
import type { Ledger } from '#stores/ledger.ts';
import { chainListHash, emptyListHash } from './notice-hash.ts';
import { nextPage } from './work-pages.ts';

/** The stores that sealing a list uses. */
export interface SealListStores {
  affected: Pick<AffectedPeople, 'page' | 'removing'>;
  breaches: Pick<BreachRegister, 'needingList' | 'handingList'>;
  jobs: Pick<BreachJobs, 'advancing' | 'closing'>;
  ledger: Ledger;
}

/** So many rows are read in one page; all of them may be left over from a list that was replaced. */
const pageRows = 90;

/**
 * Walks the rows in the order of player ids: counts them, chains the hash on, and removes what a list that was replaced
 * left. After the last page the breach has its list.
 */
export async function sealList(stores: SealListStores, job: BreachJob, { actor, now }: Work): Promise<BreachJob> {
  const { breachId, listId } = job;
  const { rows, cursor } = await stores.affected.page(breachId, { after: job.cursor, limit: pageRows });
  const present = rows.filter((row) => row.listId === listId);
  const leftOver = rows.filter((row) => row.listId !== listId);
  const isLast = cursor === undefined;
  const next = nextPage(
    job,
    {
      cursor,
      state: isLast ? 'done' : 'running',
      peopleCount: job.peopleCount + present.length,
      byJurisdiction: countedWith(job.byJurisdiction, present),
      digest: chainListHash(job.digest ?? emptyListHash, present),
    },
    now,
  );
  await stores.ledger.commit({
    writes: [
      isLast ? handing(stores, next) : stores.breaches.needingList(breachId, listId),
      stores.jobs.advancing(job, next),
      ...leftOver.map((row) => stores.affected.removing(breachId, row)),
      ...(isLast ? [stores.jobs.closing(job)] : []),
    ],
    audit: isLast
      ? [breachAudit(breachId, 'breach-list-built', { listId, listHash: next.digest ?? '', count: next.peopleCount })]
      : [breachAudit(breachId, 'breach-people-counted', { listId, count: present.length })],
    actor,
    now,
  });
  return next;
}

function handing({ breaches }: SealListStores, job: BreachJob): Write {
  return breaches.handingList(job.breachId, job.listId, {
    listHash: job.digest ?? emptyListHash,
    affectedCount: job.peopleCount,
    unreachableCount: job.unreachableCount,
    affectedByJurisdiction: job.byJurisdiction,
  });
}

function countedWith(counts: Readonly<Record<string, number>>, rows: readonly AffectedRow[]): Record<string, number> {
  const more: Record<string, number> = { ...counts };
  for (const { jurisdiction } of rows) more[jurisdiction] = (more[jurisdiction] ?? 0) + 1;
  return more;
}
