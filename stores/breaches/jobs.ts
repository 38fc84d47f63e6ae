import * as z from 'zod';
import type { Write } from '../commitment.ts';
import { openPagedJobs, type PagedJobs } from '../paged-jobs.ts';

/** Long work on a breach: finding whom it touched, and telling them. */
export type BreachWork = 'breach-list' | 'breach-notice';

const makeJobSchema = () =>
  z.object({
    work: z.enum(['breach-list', 'breach-notice']),
    /** The list that is built or told. */
    listId: z.string(),
    breachId: z.string(),
    state: z.enum(['running', 'done']),
    /** Which part of the work is under way: a step of building, or the only step of telling. */
    step: z.enum(['find', 'seal', 'announce']),
    /** Counts the pages done: whoever finishes a page names the count that they began with. */
    pagesDone: z.int(),
    shard: z.int().optional(),
    cursor: z.string().optional(),
    /** People on the list, or announced, so far. */
    peopleCount: z.int(),
    unreachableCount: z.int(),
    byJurisdiction: z.record(z.string(), z.int()),
    /** Hash over the rows so far, hex. */
    digest: z.string().optional(),
    startedAt: z.string(),
    beatAt: z.string(),
  });

/** A job on a breach: where it stands and how far it came. */
export type BreachJob = z.infer<ReturnType<typeof makeJobSchema>>;

/** Names a job. */
export type BreachJobKey = Pick<BreachJob, 'work' | 'breachId' | 'listId'>;

/** Jobs on breaches, worked page by page; one per list and kind of work. */
export interface BreachJobs extends Omit<PagedJobs<BreachJobKey, BreachJob>, 'beginning'> {
  /** The writes that begin a job; a job of the same list can begin only once. */
  beginning(key: BreachJobKey, now: Date): Write[];
}

/** Opens the jobs. Needs `TABLE_JOBS`. */
export function openBreachJobs(): BreachJobs {
  const jobs = openPagedJobs({
    openPartition: 'breach-work',
    nameOf: ({ work, listId }: BreachJobKey) => `${work}#${listId}`,
    keyOf: ({ work, breachId, listId }: BreachJob): BreachJobKey => ({ work, breachId, listId }),
    makeSchemas() {
      const job = makeJobSchema();
      return { job, key: job.pick({ work: true, breachId: true, listId: true }) };
    },
  });
  return { ...jobs, beginning: (key, now) => jobs.beginning(newJob(key, now)) };
}

function newJob(key: BreachJobKey, now: Date): BreachJob {
  const at = now.toISOString();
  return {
    ...key,
    state: 'running',
    step: key.work === 'breach-list' ? 'find' : 'announce',
    pagesDone: 0,
    peopleCount: 0,
    unreachableCount: 0,
    byJurisdiction: {},
    startedAt: at,
    beatAt: at,
  };
}
