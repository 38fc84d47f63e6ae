import { DeleteCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { exportStates, type ExportJob } from '#domain/export/export-job.ts';
import { sourceNames, type ExportSource } from '#domain/export/sources.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

/** Names a copy. */
export type ExportKey = Pick<ExportJob, 'exportId' | 'playerId'>;

/** Copies of data, as jobs of their players. */
export interface ExportJobs {
  /** Reads a copy consistently; undefined when this player has none of the name. */
  find(key: ExportKey): Promise<ExportJob | undefined>;
  /** The copies of a player, newest first; few, for a day allows only a few. */
  list(playerId: string): Promise<ExportJob[]>;
  /** The writes that begin a copy; they fail while another of the player runs. */
  beginning(job: ExportJob): Write[];
  /** The write of a step that was done; of two workers on one step one fails. */
  advancing(seen: ExportJob, next: ExportJob): Write;
  /** The write that lets the player begin another one. */
  releasing(key: ExportKey): Write;
  /** Takes what is left of nothing off the list of what is open. */
  forget(key: ExportKey): Promise<void>;
  /** A page of copies that are open: running, or ready and not destroyed. */
  open(page: { after?: ExportKey | undefined; limit: number }): Promise<ExportKey[]>;
  /** The writes of a download: counted, and once per command. */
  downloading(job: ExportJob, download: { downloadId: string; now: Date }): Write[];
}

/** How long it is remembered what became of a copy. */
const rememberedDays = 366;
const listedMax = 400;
const openPartition = 'export-open';

const partitionOf = (playerId: string) => `export#${playerId}`;
const placeOf = ({ playerId, exportId }: ExportKey) => ({ pk: partitionOf(playerId), sk: exportId });
const lockOf = ({ playerId }: Pick<ExportKey, 'playerId'>) => ({ pk: partitionOf(playerId), sk: 'running' });
const pointerOf = ({ playerId, exportId }: ExportKey) => ({ pk: openPartition, sk: `${playerId}#${exportId}` });
const expiryAfter = (at: string) => Math.floor(Date.parse(at) / 1000) + rememberedDays * 86_400;

/** Made on demand: whoever only begins a copy reads none. */
function makeJobSchema() {
  const progress = z.object({
    state: z.enum(['pending', 'done', 'empty', 'failed']),
    records: z.int(),
    rows: z.int(),
    pages: z.int(),
    attempts: z.int(),
  });
  return z.object({
    exportId: z.string(),
    subjectId: z.string(),
    state: z.enum(exportStates),
    startedAt: z.string(),
    beatAt: z.string(),
    pagesDone: z.int(),
    cursor: z.string().optional(),
    sources: z.record(z.enum(sourceNames as readonly [ExportSource, ...ExportSource[]]), progress),
    readyAt: z.string().optional(),
    destroyAt: z.string().optional(),
    packageBytes: z.int().optional(),
    packageHash: z.string().optional(),
    downloadCount: z.int(),
  });
}

let made: ReturnType<typeof makeJobSchema> | undefined;

function jobFrom(item: unknown): ExportJob {
  const { subjectId, ...job } = (made ??= makeJobSchema()).parse(item);
  return { ...job, playerId: subjectId };
}

/** Opens the jobs. Needs `TABLE_JOBS`. */
export function openExportJobs(): ExportJobs {
  return { find, list, beginning, advancing, releasing, forget, open, downloading };
}

async function find(key: ExportKey): Promise<ExportJob | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_JOBS'), Key: placeOf(key), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : jobFrom(Item);
}

async function list(playerId: string): Promise<ExportJob[]> {
  const { Items = [] } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_JOBS'),
      KeyConditionExpression: 'pk = :player',
      FilterExpression: 'attribute_exists(sources)',
      ExpressionAttributeValues: { ':player': partitionOf(playerId) },
      ConsistentRead: true,
      Limit: listedMax,
    }),
  );
  return Items.map(jobFrom).toSorted((one, other) => other.startedAt.localeCompare(one.startedAt));
}

function itemOf({ playerId, ...job }: ExportJob) {
  const expiresAtSeconds = expiryAfter(job.startedAt);
  return {
    ...placeOf({ playerId, exportId: job.exportId }),
    schemaVersion: 1,
    subjectId: playerId,
    ...job,
    expiresAtSeconds,
  };
}

const isFirst = { ConditionExpression: 'attribute_not_exists(pk)' };

function beginning(job: ExportJob): Write[] {
  const TableName = setting('TABLE_JOBS');
  const { exportId, playerId: subjectId } = job;
  return [
    { Put: { TableName, Item: itemOf(job), ...isFirst } },
    { Put: { TableName, Item: { ...lockOf(job), schemaVersion: 1, exportId }, ...isFirst } },
    { Put: { TableName, Item: { ...pointerOf(job), schemaVersion: 1, exportId, subjectId }, ...isFirst } },
  ];
}

function advancing(seen: ExportJob, next: ExportJob): Write {
  return {
    Put: {
      TableName: setting('TABLE_JOBS'),
      Item: itemOf(next),
      ConditionExpression: 'pagesDone = :seen AND #state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':seen': seen.pagesDone, ':state': seen.state },
    },
  };
}

const releasing = (key: ExportKey): Write => ({ Delete: { TableName: setting('TABLE_JOBS'), Key: lockOf(key) } });

async function forget(key: ExportKey): Promise<void> {
  await documentClient().send(new DeleteCommand({ TableName: setting('TABLE_JOBS'), Key: pointerOf(key) }));
}

async function open({ after, limit }: { after?: ExportKey | undefined; limit: number }): Promise<ExportKey[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_JOBS'),
      KeyConditionExpression: 'pk = :open',
      ExpressionAttributeValues: { ':open': openPartition },
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: pointerOf(after) }),
    }),
  );
  const pointers = z.array(z.object({ exportId: z.string(), subjectId: z.string() })).parse(Items ?? []);
  return pointers.map(({ exportId, subjectId }) => ({ exportId, playerId: subjectId }));
}

function downloading(job: ExportJob, { downloadId, now }: { downloadId: string; now: Date }): Write[] {
  const downloadedAt = now.toISOString();
  const place = { pk: partitionOf(job.playerId), sk: `${job.exportId}#download#${downloadId}` };
  const { exportId, playerId: subjectId, startedAt } = job;
  const row = { schemaVersion: 1, exportId, subjectId, downloadedAt, expiresAtSeconds: expiryAfter(startedAt) };
  return [
    { Put: { TableName: setting('TABLE_JOBS'), Item: { ...place, ...row }, ...isFirst } },
    advancing(job, { ...job, downloadCount: job.downloadCount + 1, pagesDone: job.pagesDone + 1 }),
  ];
}
