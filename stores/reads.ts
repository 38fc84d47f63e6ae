import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from './clients.ts';
import { Unavailable } from './failures.ts';

/** An item as it comes out of a table. */
export type Item = Record<string, unknown>;

/** One item to be read. */
export interface ItemPlace {
  TableName: string;
  Key: { pk: string; sk: string };
  /** The attributes that are wanted beside the key; all when it is left out. DynamoDB takes one list per table and call. */
  attributes?: readonly string[];
}

/**
 * What a store needs to read to answer something: reads are values, as writes are, and travel together. Two may want the
 * same item: it is read once.
 */
export interface Read<Result> {
  places: readonly ItemPlace[];
  /** The answer, from what was found at each place, in their order. */
  from: (found: readonly (Item | undefined)[]) => Result;
}

/** Where there may be something to read, and is not. */
export const nothingToRead: Read<undefined> = { places: [], from: () => undefined };

type Results<Reads extends readonly Read<unknown>[]> = {
  [Index in keyof Reads]: Reads[Index] extends Read<infer Result> ? Result : never;
};

const nameOf = (TableName: string, { pk, sk }: Record<string, unknown>) => JSON.stringify([TableName, pk, sk]);

function requestFor(places: readonly ItemPlace[]) {
  const tables = Map.groupBy(places, ({ TableName }) => TableName);
  return Object.fromEntries(
    [...tables].map(([TableName, wanted]) => {
      const attributes = wanted[0]?.attributes;
      const isOneList = wanted.every((place) => String(place.attributes) === String(attributes));
      if (!isOneList) throw new Error(`Reads of the table ${TableName} want other attributes of it in one call`);
      const projection = attributes && { ProjectionExpression: ['pk', 'sk', ...attributes].join(', ') };
      const places = new Map(wanted.map(({ Key }) => [nameOf(TableName, Key), Key]));
      return [TableName, { Keys: [...places.values()], ConsistentRead: true, ...projection }];
    }),
  );
}

/**
 * Reads consistently all that some reads need, in ONE call: 100 items at most. It is no snapshot: each item is as it was
 * at some moment of the call. Throws `Unavailable` when DynamoDB answers in part.
 */
export async function readTogether<const Reads extends readonly Read<unknown>[]>(
  ...reads: Reads
): Promise<Results<Reads>> {
  const { Responses = {}, UnprocessedKeys = {} } = await documentClient().send(
    new BatchGetCommand({ RequestItems: requestFor(reads.flatMap(({ places }) => places)) }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) throw new Unavailable('DynamoDB');
  const items = new Map<string, Item>(
    Object.entries(Responses).flatMap(([TableName, found]) =>
      found.map((item) => [nameOf(TableName, item), item] as const),
    ),
  );
  // The results stand in the order of the reads, which is what their type says.
  return reads.map(({ places, from }) =>
    from(places.map(({ TableName, Key }) => items.get(nameOf(TableName, Key)))),
  ) as unknown as Results<Reads>;
}
