import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

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

const pointerSchema = jobSchema.pick({ listVersion: true });

/** Jobs that compare everybody again, one per version of the list. Of two workers on one page one fails. */
export interface RescreeningJobs {
  /** Reads the job of a version consistently. */
  find(listVersion: string): Promise<RescreeningJob | undefined>;
  /** The writes that begin a job; a version has only one. */
  beginning(job: RescreeningJob): Write[];
  /** The write of a page that was done. */
  advancing(seen: RescreeningJob, next: RescreeningJob): Write;
  /** The write that takes a job off the list of what is open. */
  closing(listVersion: string): Write;
  /** Versions whose job is open: few rows of one partition. */
  open(): Promise<string[]>;
}

/** Opens the jobs. Needs `TABLE_JOBS`. */
export function openRescreeningJobs(): RescreeningJobs {
  return { find, beginning, advancing, closing, open };
}

const openPartition = 'kyc-rescreening';
/** A version is remembered a year: within it nobody begins its job a second time. */
const rememberedDays = 366;
/** More versions than this are not under way at once. */
const openJobsReadMax = 25;

const jobKey = (listVersion: string) => ({ pk: `rescreening#${listVersion}`, sk: 'job' });
const pointerKey = (listVersion: string) => ({ pk: openPartition, sk: listVersion });

async function find(listVersion: string): Promise<RescreeningJob | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_JOBS'), Key: jobKey(listVersion), ConsistentRead: true }),
  );
  return jobSchema.optional().parse(Item);
}

function itemOf(job: RescreeningJob): Record<string, unknown> {
  const expiresAtSeconds = Math.floor(Date.parse(job.startedAt) / 1000) + rememberedDays * 86_400;
  return { ...jobKey(job.listVersion), schemaVersion: 1, ...job, expiresAtSeconds };
}

function beginning(job: RescreeningJob): Write[] {
  const { listVersion } = job;
  const pointer = { ...pointerKey(listVersion), schemaVersion: 1, listVersion };
  return [itemOf(job), pointer].map((Item) => ({
    Put: { TableName: setting('TABLE_JOBS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  }));
}

function advancing(seen: RescreeningJob, next: RescreeningJob): Write {
  return {
    Put: {
      TableName: setting('TABLE_JOBS'),
      Item: itemOf(next),
      ConditionExpression: 'pagesDone = :seen AND #state = :running',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':seen': seen.pagesDone, ':running': 'running' },
    },
  };
}

function closing(listVersion: string): Write {
  return { Delete: { TableName: setting('TABLE_JOBS'), Key: pointerKey(listVersion) } };
}

async function open(): Promise<string[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_JOBS'),
      KeyConditionExpression: 'pk = :open',
      ExpressionAttributeValues: { ':open': openPartition },
      ConsistentRead: true,
      Limit: openJobsReadMax,
    }),
  );
  return z
    .array(pointerSchema)
    .parse(Items ?? [])
    .map(({ listVersion }) => listVersion);
}
