import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

/** Long work on a breach: finding whom it touched, and telling them. */
export type BreachWork = 'breach-list' | 'breach-notice';

const jobSchema = z.object({
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
export type BreachJob = z.infer<typeof jobSchema>;

/** Names a job. */
export type BreachJobKey = Pick<BreachJob, 'work' | 'breachId' | 'listId'>;

const pointerSchema = jobSchema.pick({ work: true, breachId: true, listId: true });

/** Jobs on breaches, worked page by page. The write of a page is fenced by the count of pages: of two workers one fails. */
export interface BreachJobs {
  /** Reads a job consistently. */
  find(key: BreachJobKey): Promise<BreachJob | undefined>;
  /** The writes that begin a job; a job of the same list can begin only once. */
  beginning(key: BreachJobKey, now: Date): Write[];
  /** The write of a page that was done. */
  advancing(seen: BreachJob, next: BreachJob): Write;
  /** The write that takes work off the list of what is open. */
  closing(key: BreachJobKey): Write;
  /** Work that is open: few rows of one partition. */
  open(): Promise<BreachJobKey[]>;
}

/** Opens the jobs. Needs `TABLE_JOBS`. */
export function openBreachJobs(): BreachJobs {
  return { find, beginning, advancing, closing, open };
}

const openPartition = 'breach-work';
const jobKey = ({ work, listId }: BreachJobKey) => ({ pk: `${work}#${listId}`, sk: 'job' });
const pointerKey = ({ work, listId }: BreachJobKey) => ({ pk: openPartition, sk: `${work}#${listId}` });
/** A job says how the list came about: it is remembered a year. Its outcome is on the breach. */
const rememberedDays = 366;

async function find(key: BreachJobKey): Promise<BreachJob | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_JOBS'), Key: jobKey(key), ConsistentRead: true }),
  );
  return jobSchema.optional().parse(Item);
}

function itemOf(job: BreachJob): Record<string, unknown> {
  const expiresAtSeconds = Math.floor(Date.parse(job.startedAt) / 1000) + rememberedDays * 86_400;
  return { ...jobKey(job), schemaVersion: 1, ...job, expiresAtSeconds };
}

function beginning(key: BreachJobKey, now: Date): Write[] {
  const at = now.toISOString();
  const job: BreachJob = {
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
  const pointer = { ...pointerKey(key), schemaVersion: 1, ...key };
  return [itemOf(job), pointer].map((Item) => ({
    Put: { TableName: setting('TABLE_JOBS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  }));
}

function advancing(seen: BreachJob, next: BreachJob): Write {
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

function closing(key: BreachJobKey): Write {
  return { Delete: { TableName: setting('TABLE_JOBS'), Key: pointerKey(key) } };
}

async function open(): Promise<BreachJobKey[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_JOBS'),
      KeyConditionExpression: 'pk = :open',
      ExpressionAttributeValues: { ':open': openPartition },
      ConsistentRead: true,
    }),
  );
  return z.array(pointerSchema).parse(Items ?? []);
}
