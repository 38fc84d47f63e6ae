import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

/** Partitions of the table, each sorted by version. Rows are written once: nothing in the house updates or deletes them. */
export type PolicyPartition = 'proposals' | 'digests' | 'approvals' | 'published' | 'successors';

interface Item extends Record<string, unknown> {
  pk: string;
  sk: string;
  schemaVersion: number;
}

/** The sort key of a version: text that sorts as numbers do. */
export const versionKey = (version: number): string => String(version).padStart(6, '0');

/** The write of a row that no other may take the place of. */
export function puttingOnce(item: Item): Write {
  return {
    Put: { TableName: setting('TABLE_POLICIES'), Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  };
}

/** Reads one row consistently. */
export async function getRow(Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_POLICIES'), Key, ConsistentRead: true }),
  );
  return Item;
}

/** Reads rows of a partition consistently, newest first. The cursor is the sort key of the last one. */
export async function newestRows(
  partition: PolicyPartition,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: unknown[]; cursor: string | undefined }> {
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_POLICIES'),
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': partition },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: partition, sk: after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return { items: Items ?? [], cursor: typeof last === 'string' ? last : undefined };
}
