import * as z from 'zod';
import { openPagedJobs, type PagedJobs } from '../paged-jobs.ts';

const jobSchema = z.object({
  listVersion: z.string(),
  state: z.enum(['running', 'done']),
  /** Counts the pages done: whoever finishes a page names the count that they began with. */
  pagesDone: z.int(),
  /** The shard of people whose data is held that is walked now. */
  shard: z.int(),
  cursor: z.string().optional(),
  /** Players sent to the comparison so far. */
  peopleCount: z.int(),
  startedAt: z.string(),
  beatAt: z.string(),
});

/** The job that has everybody compared with a version of the list: where it stands and how far it came. */
export type RescreeningJob = z.infer<typeof jobSchema>;

/** Names a job: the version of the list. */
export type RescreeningJobKey = Pick<RescreeningJob, 'listVersion'>;

/** Jobs that compare everybody again, one per version of the list. */
export type RescreeningJobs = PagedJobs<RescreeningJobKey, RescreeningJob>;

/** Opens the jobs. Needs `TABLE_JOBS`. */
export function openRescreeningJobs(): RescreeningJobs {
  return openPagedJobs({
    openPartition: 'kyc-rescreening',
    nameOf: ({ listVersion }: RescreeningJobKey) => `rescreening#${listVersion}`,
    keyOf: ({ listVersion }: RescreeningJob): RescreeningJobKey => ({ listVersion }),
    makeSchemas: () => ({ job: jobSchema, key: jobSchema.pick({ listVersion: true }) }),
  });
}
