import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';
import type { SubjectTable } from './subject-rows.ts';

const jobItemSchema = z.object({
  playerId: z.string(),
  state: z.enum(['running', 'done']),
  table: z.enum(['players', 'consents', 'sessions', 'activity', 'kyc', 'payments', 'requests']),
  cursor: z.string().optional(),
  rowsStamped: z.int(),
  startedAt: z.string(),
});

/** The job that stamps the rows of one closed account: where it stands and how far it came. */
export type ExpiryJob = z.infer<typeof jobItemSchema>;

/** Jobs that stamp expiry. */
export interface ExpiryJobs {
  /** The job of an account, made at the first table when there is none. */
  openOrCreate(playerId: string, firstTable: SubjectTable, now: Date): Promise<ExpiryJob>;
  /** Saves how far a job came; without a next table it is done. */
  advance(
    job: ExpiryJob,
    progress: { table: SubjectTable | undefined; cursor: string | undefined; rowsStamped: number },
  ): Promise<ExpiryJob>;
}

/** Opens the jobs. Needs `TABLE_JOBS`. */
export function openExpiryJobs(): ExpiryJobs {
  return { openOrCreate, advance };
}

const keyOf = (playerId: string) => ({ pk: `expiry#${playerId}`, sk: 'job' });
/** A finished job is remembered this long, so that a late duplicate does nothing. */
const rememberedDays = 30;

async function openOrCreate(playerId: string, firstTable: SubjectTable, now: Date): Promise<ExpiryJob> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_JOBS'), Key: keyOf(playerId), ConsistentRead: true }),
  );
  const known = jobItemSchema.optional().parse(Item);
  return known ?? save({ playerId, state: 'running', table: firstTable, rowsStamped: 0, startedAt: now.toISOString() });
}

async function advance(
  job: ExpiryJob,
  progress: { table: SubjectTable | undefined; cursor: string | undefined; rowsStamped: number },
): Promise<ExpiryJob> {
  const { cursor: _, ...rest } = job;
  return save({
    ...rest,
    state: progress.table === undefined ? 'done' : 'running',
    table: progress.table ?? job.table,
    rowsStamped: progress.rowsStamped,
    ...(progress.cursor === undefined ? {} : { cursor: progress.cursor }),
  });
}

async function save(job: ExpiryJob): Promise<ExpiryJob> {
  const expiresAtSeconds = Math.floor(Date.parse(job.startedAt) / 1000) + rememberedDays * 86_400;
  const Item = { ...keyOf(job.playerId), schemaVersion: 1, ...job, expiresAtSeconds };
  await documentClient().send(new PutCommand({ TableName: setting('TABLE_JOBS'), Item }));
  return job;
}
