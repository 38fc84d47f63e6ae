import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { StoredRow } from '#domain/export/record.ts';
import { sourceOf, type ExportSource } from '#domain/export/sources.ts';
import { documentClient } from '../clients.ts';
import { setting } from '../settings.ts';

/** Whose rows are read, as of when. */
export interface RowsOf {
  playerId: string;
  /** Undefined when the player has no wallet. */
  walletId: string | undefined;
  asOf: Date;
}

/** Rows of a person in any place that a copy holds. */
export interface ExportPages {
  /** One page of a person's rows; what had expired by then is not among them. */
  page(
    source: ExportSource,
    of: RowsOf,
    page: { after: string | undefined; limit: number },
  ): Promise<{ rows: StoredRow[]; cursor: string | undefined }>;
  /** How many rows DynamoDB itself counts of a person, by the same moment. */
  count(source: ExportSource, of: RowsOf): Promise<number>;
}

/** More pages than this hold more rows than anybody has. */
const countPagesMax = 5000;

/** Opens the pages. Needs the table of every source. */
export function openExportPages(): ExportPages {
  return { page, count };
}

const cursorSchema = z.record(z.string(), z.union([z.string(), z.number()]));

function partitionOf(source: ExportSource, { playerId, walletId }: RowsOf): string | undefined {
  const { reach } = sourceOf(source);
  if (reach.kind === 'wallet') return walletId;
  return reach.kind === 'partition' ? `${reach.prefix ?? ''}${playerId}` : playerId;
}

function queryOf(source: ExportSource, of: RowsOf, partition: string): QueryCommandInput {
  const { home, reach } = sourceOf(source);
  const isIndex = reach.kind === 'index';
  const isTimed = isIndex && reach.isTime;
  return {
    TableName: setting(`TABLE_${home.toUpperCase()}`),
    KeyConditionExpression: isTimed ? '#partition = :person AND #sort <= :asOf' : '#partition = :person',
    FilterExpression: 'attribute_not_exists(expiresAtSeconds) OR expiresAtSeconds > :now',
    ExpressionAttributeNames: {
      '#partition': isIndex ? reach.partition : 'pk',
      ...(isTimed ? { '#sort': reach.sort } : {}),
    },
    ExpressionAttributeValues: {
      ':person': partition,
      ':now': Math.floor(of.asOf.getTime() / 1000),
      ...(isTimed ? { ':asOf': of.asOf.toISOString() } : {}),
    },
    ...(isIndex ? { IndexName: reach.index } : { ConsistentRead: true }),
  };
}

async function page(
  source: ExportSource,
  of: RowsOf,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<{ rows: StoredRow[]; cursor: string | undefined }> {
  const partition = partitionOf(source, of);
  if (partition === undefined) return { rows: [], cursor: undefined };
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      ...queryOf(source, of, partition),
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: cursorSchema.parse(JSON.parse(after)) }),
    }),
  );
  return { rows: Items ?? [], cursor: LastEvaluatedKey === undefined ? undefined : JSON.stringify(LastEvaluatedKey) };
}

async function count(source: ExportSource, of: RowsOf): Promise<number> {
  const partition = partitionOf(source, of);
  if (partition === undefined) return 0;
  let counted = 0;
  let start: Record<string, unknown> | undefined;
  for (let done = 0; done < countPagesMax; done += 1) {
    const { Count = 0, LastEvaluatedKey } = await documentClient().send(
      new QueryCommand({
        ...queryOf(source, of, partition),
        Select: 'COUNT',
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    counted += Count;
    if (LastEvaluatedKey === undefined) return counted;
    start = LastEvaluatedKey;
  }
  throw new Error('The rows of one player did not end');
}
