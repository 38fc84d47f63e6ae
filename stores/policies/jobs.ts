import * as z from 'zod';
import type { PublishedVersion } from '#domain/policy/version.ts';
import type { Write } from '../commitment.ts';
import { openPagedJobs, type PagedJobs } from '../paged-jobs.ts';

const makeJobSchema = () =>
  z.object({
    version: z.int(),
    kind: z.enum(['material', 'minor']),
    effectiveFrom: z.string(),
    /** Nobody is visited before. */
    startsAt: z.string(),
    state: z.enum(['running', 'done']),
    pagesDone: z.int(),
    shard: z.int(),
    cursor: z.string().optional(),
    visitedCount: z.int(),
    mailedCount: z.int(),
    consentCount: z.int(),
    acknowledgeCount: z.int(),
    startedAt: z.string(),
    beatAt: z.string(),
  });

/** Telling everybody of one version: where it stands and how far it came. */
export type PolicyJob = z.infer<ReturnType<typeof makeJobSchema>>;

/** Names a job: there is one per version. */
export type PolicyJobKey = Pick<PolicyJob, 'version'>;

/** Jobs that tell people of versions, worked page by page. */
export interface PolicyJobs extends Omit<PagedJobs<PolicyJobKey, PolicyJob>, 'beginning'> {
  /** The writes that begin the job of a version that people are told of; none for the first version. */
  beginning(version: PublishedVersion, now: Date): Write[];
}

/** Opens the jobs. Needs `TABLE_JOBS`. */
export function openPolicyJobs(): PolicyJobs {
  const jobs = openPagedJobs({
    openPartition: 'policy-work',
    nameOf: ({ version }: PolicyJobKey) => `policy-announcement#${version}`,
    keyOf: ({ version }: PolicyJob): PolicyJobKey => ({ version }),
    makeSchemas() {
      const job = makeJobSchema();
      return { job, key: job.pick({ version: true }) };
    },
  });
  return {
    ...jobs,
    beginning({ version, kind, effectiveFrom }, now) {
      if (kind === 'initial') return [];
      const at = now.toISOString();
      return jobs.beginning({
        version,
        kind,
        effectiveFrom,
        // People know of a material change before it holds; a minor one is there when it holds (C88, C90).
        startsAt: kind === 'material' ? at : effectiveFrom,
        state: 'running',
        pagesDone: 0,
        shard: 0,
        visitedCount: 0,
        mailedCount: 0,
        consentCount: 0,
        acknowledgeCount: 0,
        startedAt: at,
        beatAt: at,
      });
    },
  };
}
