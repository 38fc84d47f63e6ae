import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** What every job that is worked page by page says of itself (design 10). */
export interface PagedJob {
  state: 'running' | 'done';
  /** Counts the pages done: whoever finishes a page names the count that they began with. */
  pagesDone: number;
  /** RFC 3339. */
  startedAt: string;
}

/** Jobs of one kind. The write of a page is fenced by the count of pages: of two workers on one page one fails. */
export interface PagedJobs<Key, Job extends PagedJob> {
  /** Reads a job consistently. */
  find(key: Key): Promise<Job | undefined>;
  /** The writes that begin a job; a job of the same name can begin only once. */
  beginning(job: Job): Write[];
  /** The write of a page that was done. */
  advancing(seen: Job, next: Job): Write;
  /** The write that takes a job off the list of what is open. */
  closing(key: Key): Write;
  /** Jobs that are open: few rows of one partition. */
  open(): Promise<Key[]>;
}

/** How jobs of one kind are named and read. */
export interface JobKind<Key extends object, Job> {
  /** Partition of the list of open jobs. */
  openPartition: string;
  nameOf: (key: Key) => string;
  keyOf: (job: Job) => Key;
  /** Makes the schemas of what is read: whoever only begins a job reads none. */
  makeSchemas: () => { job: z.ZodType<Job>; key: z.ZodType<Key> };
}

/** A job says how something came about: it is remembered a year. */
const rememberedDays = 366;
/** More jobs of one kind than this are not under way at once; the next reading finds the rest. */
const openJobsReadMax = 100;

/** Opens the jobs of one kind. Needs `TABLE_JOBS`. */
export function openPagedJobs<Key extends object, Job extends PagedJob>(kind: JobKind<Key, Job>): PagedJobs<Key, Job> {
  const { openPartition, nameOf, keyOf, makeSchemas } = kind;
  let made: ReturnType<typeof makeSchemas> | undefined;
  const schemas = () => (made ??= makeSchemas());
  const jobKey = (key: Key) => ({ pk: nameOf(key), sk: 'job' });
  const pointerKey = (key: Key) => ({ pk: openPartition, sk: nameOf(key) });
  const itemOf = (job: Job) => {
    const expiresAtSeconds = Math.floor(Date.parse(job.startedAt) / 1000) + rememberedDays * 86_400;
    return { ...jobKey(keyOf(job)), schemaVersion: 1, ...job, expiresAtSeconds };
  };
  const put = (item: object, condition: Record<string, unknown>): Write => ({
    Put: { TableName: setting('TABLE_JOBS'), Item: { ...item }, ...condition },
  });
  return {
    async find(key) {
      const { Item } = await documentClient().send(
        new GetCommand({ TableName: setting('TABLE_JOBS'), Key: jobKey(key), ConsistentRead: true }),
      );
      return schemas().job.optional().parse(Item);
    },
    beginning(job) {
      const pointer = { ...pointerKey(keyOf(job)), schemaVersion: 1, ...keyOf(job) };
      const isFirst = { ConditionExpression: 'attribute_not_exists(pk)' };
      return [put(itemOf(job), isFirst), put(pointer, isFirst)];
    },
    advancing: (seen, next) =>
      put(itemOf(next), {
        ConditionExpression: 'pagesDone = :seen AND #state = :running',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':seen': seen.pagesDone, ':running': 'running' },
      }),
    closing: (key) => ({ Delete: { TableName: setting('TABLE_JOBS'), Key: pointerKey(key) } }),
    async open() {
      const { Items } = await documentClient().send(
        new QueryCommand({
          TableName: setting('TABLE_JOBS'),
          KeyConditionExpression: 'pk = :open',
          ExpressionAttributeValues: { ':open': openPartition },
          ConsistentRead: true,
          Limit: openJobsReadMax,
        }),
      );
      return z.array(schemas().key).parse(Items ?? []);
    },
  };
}
