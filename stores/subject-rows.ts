import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { traceMembersSchema, tracesOf, type Trace } from './traces.ts';
import { setting } from './settings.ts';

/** The tables that keep rows under a player's id. */
export type SubjectTable = 'players' | 'consents' | 'sessions' | 'activity' | 'kyc' | 'payments' | 'requests';

/** Every table that keeps rows under a player's id, in the order in which a job walks them. */
export const subjectTables: readonly SubjectTable[] = [
  'players',
  'consents',
  'sessions',
  'activity',
  'kyc',
  'payments',
  'requests',
];

const rowSchema = traceMembersSchema.extend({
  pk: z.string(),
  sk: z.string(),
  expiresAtSeconds: z.number().optional(),
});

/** A row of a person, without its content: where it stands, when it expires, and what ends with it elsewhere. */
export interface SubjectRow {
  table: SubjectTable;
  pk: string;
  sk: string;
  expiresAtSeconds?: number | undefined;
  traces: readonly Trace[];
}

/** Rows of a person across tables, for the jobs that stamp and sweep them. They see keys and expiry, never content. */
export interface SubjectRows {
  /** One page of a person's rows in one table. */
  page(
    table: SubjectTable,
    playerId: string,
    page: { after?: string | undefined; limit: number },
  ): Promise<{ rows: SubjectRow[]; cursor: string | undefined }>;
  /** Stamps the moment at which DynamoDB may remove a row and its traces: never later than before; what is gone stays gone. */
  stamp(row: SubjectRow, expiresAtSeconds: number): Promise<void>;
  /** Removes a row whose time has passed, its traces first. */
  remove(row: SubjectRow): Promise<void>;
}

/** Opens the rows of persons. Needs `TABLE_PLAYERS` and the others of `subjectTables`. */
export function openSubjectRows(): SubjectRows {
  return { page, stamp, remove };
}

/** What waits of a closed account, a review or a request, leaves the queue. */
const queuesLeft: Readonly<Partial<Record<SubjectTable | Trace['table'], string>>> = {
  kyc: ' REMOVE waitingBand',
  requests: ' REMOVE queueShard',
};

const nameOf = (table: SubjectTable | Trace['table']) => setting(`TABLE_${table.toUpperCase()}`);

async function page(
  table: SubjectTable,
  playerId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ rows: SubjectRow[]; cursor: string | undefined }> {
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: nameOf(table),
      KeyConditionExpression: 'pk = :playerId',
      ExpressionAttributeValues: { ':playerId': playerId },
      ProjectionExpression:
        'pk, sk, expiresAtSeconds, sighting, identityNumberIndex, holdsNumber, heldFrom, paymentReference',
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: playerId, sk: after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    rows: z
      .array(rowSchema)
      .parse(Items ?? [])
      .map((row) => ({
        table,
        pk: row.pk,
        sk: row.sk,
        expiresAtSeconds: row.expiresAtSeconds,
        traces: tracesOf(table, row),
      })),
    cursor: typeof last === 'string' ? last : undefined,
  };
}

async function stamp({ table, pk, sk, traces }: SubjectRow, expiresAtSeconds: number): Promise<void> {
  const stamping = (row: Trace | { table: SubjectTable; pk: string; sk: string }, own: string) =>
    new UpdateCommand({
      TableName: nameOf(row.table),
      Key: { pk: row.pk, sk: row.sk },
      UpdateExpression: `SET expiresAtSeconds = :expires${queuesLeft[row.table] ?? ''}`,
      ConditionExpression: `${own} AND ${isLater}`,
      ExpressionAttributeValues: { ':expires': expiresAtSeconds, ...(own === isTheirs ? { ':playerId': pk } : {}) },
    });
  for (const trace of traces) await ignoringAbsence(documentClient().send(stamping(trace, isTheirs)));
  await ignoringAbsence(documentClient().send(stamping({ table, pk, sk }, 'attribute_exists(pk)')));
}

/** What has an earlier end of its own, such as a count of one day, keeps it. */
const isLater = '(attribute_not_exists(expiresAtSeconds) OR expiresAtSeconds > :expires)';

/** A trace may meanwhile stand for somebody else, who gave the same number. */
const isTheirs = 'playerId = :playerId';

async function remove({ table, pk, sk, traces }: SubjectRow): Promise<void> {
  for (const trace of traces)
    await ignoringAbsence(
      documentClient().send(
        new DeleteCommand({
          TableName: nameOf(trace.table),
          Key: { pk: trace.pk, sk: trace.sk },
          ConditionExpression: isTheirs,
          ExpressionAttributeValues: { ':playerId': pk },
        }),
      ),
    );
  await documentClient().send(new DeleteCommand({ TableName: nameOf(table), Key: { pk, sk } }));
}

async function ignoringAbsence(write: Promise<unknown>): Promise<void> {
  await write.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  });
}
