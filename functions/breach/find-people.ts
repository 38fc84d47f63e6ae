import type { AffectedPerson } from '#domain/breach/affected-person.ts';
import { breachAudit } from '#domain/breach/life-cycle.ts';
import type { Breach } from '#domain/breach/breach.ts';
import { fieldsExposedOf, sourcesOf, windowOf } from '#domain/breach/exposure.ts';
import type { Work } from '#functions/edge/queue.ts';
import type { AffectedPeople } from '#stores/breaches/affected-people.ts';
import { holderShards, type Holders } from '#stores/breaches/holders.ts';
import type { BreachJob, BreachJobs } from '#stores/breaches/jobs.ts';
import type { BreachRegister } from '#stores/breaches/register.ts';
import type { Ledger } from '#stores/ledger.ts';
import { gatherRecords, type RecordStores } from './gather-records.ts';
import { nextPage } from './work-pages.ts';

/** The stores that finding people uses. */
export interface FindPeopleStores extends RecordStores {
  affected: Pick<AffectedPeople, 'listing'>;
  breaches: Pick<BreachRegister, 'needingList'>;
  holders: Holders;
  jobs: Pick<BreachJobs, 'advancing'>;
  ledger: Ledger;
}

/** So many people are looked at in one page: their rows, the job, a check and an audit row fit one transaction. */
const pagePeople = 50;

/** Who is looked at next, and where the page after that begins. */
interface Candidates {
  playerIds: readonly string[];
  next: Partial<BreachJob>;
}

/** Lists the next people who had an exposed field. Finding somebody twice writes the same row twice. */
export async function findPeople(
  stores: FindPeopleStores,
  { breach, job }: { breach: Breach; job: BreachJob },
  { actor, now }: Work,
): Promise<BreachJob> {
  const { breachId, listId } = job;
  const candidates = await nextCandidates(stores.holders, breach, job);
  const found = await Promise.all(
    [...new Set(candidates.playerIds)].map((playerId) => examine(stores, { breach, job }, playerId)),
  );
  const people = found.flatMap((person) => (person === 'gone' || person === 'untouched' ? [] : [person]));
  const unreachableCount = job.unreachableCount + found.filter((person) => person === 'gone').length;
  const next = nextPage(job, { ...candidates.next, unreachableCount }, now);
  await stores.ledger.commit({
    writes: [
      stores.breaches.needingList(breachId, listId),
      stores.jobs.advancing(job, next),
      ...people.map((person) => stores.affected.listing(breachId, listId, { ...person, now })),
    ],
    audit: [breachAudit(breachId, 'breach-people-listed', { listId, count: people.length })],
    actor,
    now,
  });
  return next;
}

async function nextCandidates(holders: Holders, { scope }: Breach, job: BreachJob): Promise<Candidates> {
  if (scope.kind === 'people') {
    const first = Number(job.cursor ?? 0);
    const playerIds = scope.playerIds.slice(first, first + pagePeople);
    const isLast = first + pagePeople >= scope.playerIds.length;
    return { playerIds, next: isLast ? sealing : { cursor: String(first + pagePeople) } };
  }
  const shard = job.shard ?? 0;
  const heldBy = windowOf(scope, job.startedAt).to;
  const { playerIds, cursor } = await holders.page(scope.store, shard, {
    heldBy,
    after: job.cursor,
    limit: pagePeople,
  });
  if (cursor !== undefined) return { playerIds, next: { shard, cursor } };
  return { playerIds, next: shard + 1 < holderShards ? { shard: shard + 1, cursor: undefined } : sealing };
}

/** Everybody was looked at: what follows is sorting out and sealing. */
const sealing: Partial<BreachJob> = { step: 'seal', shard: undefined, cursor: undefined };

async function examine(
  stores: RecordStores,
  { breach: { exposedFields, scope }, job }: { breach: Breach; job: BreachJob },
  playerId: string,
): Promise<AffectedPerson | 'gone' | 'untouched'> {
  const gathered = await gatherRecords(stores, playerId, sourcesOf(exposedFields));
  if (gathered === undefined) return 'gone';
  const theirs = fieldsExposedOf(gathered.records, exposedFields, windowOf(scope, job.startedAt));
  if (theirs.length === 0) return 'untouched';
  return { playerId, jurisdiction: gathered.jurisdiction, exposedFields: theirs };
}
