import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

/** The tables that keep rows under a player's id. */
export type SubjectTable = 'players' | 'sessions' | 'kyc' | 'payments';

/** Every table that keeps rows under a player's id, in the order in which a job walks them. */
export const subjectTables: readonly SubjectTable[] = ['players', 'sessions', 'kyc', 'payments'];

const rowSchema = z.object({ pk: z.string(), sk: z.string(), expiresAtSeconds: z.number().optional() });

/** A row of a person, without its content: where it stands and when it expires. */
export type SubjectRow = z.infer<typeof rowSchema> & { table: SubjectTable };

/** Rows of a person across tables, for the jobs that stamp and sweep them. They see keys and expiry, never content. */
export interface SubjectRows {
  /** One page of a person's rows in one table. */
  page(
    table: SubjectTable,
    playerId: string,
    page: { after?: string | undefined; limit: number },
  ): Promise<{ rows: SubjectRow[]; cursor: string | undefined }>;
  /** Stamps the moment at which DynamoDB may remove a row; a row that is gone stays gone. */
  stamp(row: SubjectRow, expiresAtSeconds: number): Promise<void>;
  /** Removes a row whose time has passed. */
  remove(row: SubjectRow): Promise<void>;
}

/** Opens the rows of persons. Needs `TABLE_PLAYERS` and the others of `subjectTables`. */
export function openSubjectRows(): SubjectRows {
  return { page, stamp, remove };
}

const nameOf = (table: SubjectTable) => setting(`TABLE_${table.toUpperCase()}`);

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
      ProjectionExpression: 'pk, sk, expiresAtSeconds',
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
      .map((row) => ({ ...row, table })),
    cursor: typeof last === 'string' ? last : undefined,
  };
}

async function stamp({ table, pk, sk }: SubjectRow, expiresAtSeconds: number): Promise<void> {
  await ignoringAbsence(
    documentClient().send(
      new UpdateCommand({
        TableName: nameOf(table),
        Key: { pk, sk },
        UpdateExpression: 'SET expiresAtSeconds = :expires',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':expires': expiresAtSeconds },
      }),
    ),
  );
}

async function remove({ table, pk, sk }: SubjectRow): Promise<void> {
  await documentClient().send(new DeleteCommand({ TableName: nameOf(table), Key: { pk, sk } }));
}

async function ignoringAbsence(update: Promise<unknown>): Promise<void> {
  await update.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  });
}
