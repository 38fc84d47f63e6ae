import { QueryCommand, ScanCommand, type QueryCommandInput, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Region } from './region.ts';

/** An item as it lies in a table. */
export type Item = Record<string, unknown>;

/** At 1 MB a page this is more than any table of a region will hold; beyond it something is wrong. */
const pagesMax = 1_000_000;

type Page = { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined };

async function* walk(ask: (after: Item | undefined) => Promise<Page>): AsyncGenerator<Item[]> {
  let after: Item | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { Items = [], LastEvaluatedKey } = await ask(after);
    yield Items;
    if (LastEvaluatedKey === undefined) return;
    after = LastEvaluatedKey;
  }
  throw new Error('A table did not end');
}

/** Walks a whole table, a page at a time, by consistent reads. */
export const scanPages = ({ documents }: Region, input: ScanCommandInput): AsyncGenerator<Item[]> =>
  walk((ExclusiveStartKey) => documents.send(new ScanCommand({ ConsistentRead: true, ...input, ExclusiveStartKey })));

/** Walks what a query finds, a page at a time, by consistent reads. */
export const queryPages = ({ documents }: Region, input: QueryCommandInput): AsyncGenerator<Item[]> =>
  walk((ExclusiveStartKey) => documents.send(new QueryCommand({ ConsistentRead: true, ...input, ExclusiveStartKey })));

/** All items of one partition. */
export async function partitionOf(region: Region, TableName: string, pk: string): Promise<Item[]> {
  const items: Item[] = [];
  const condition = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
  for await (const page of queryPages(region, { TableName, ...condition })) items.push(...page);
  return items;
}
