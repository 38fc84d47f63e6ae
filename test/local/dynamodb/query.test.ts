import { BatchWriteCommand, PutCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
  const items = Array.from({ length: 20 }, (_, index) => ({
    pk: 'p',
    sk: `k#${String(index).padStart(2, '0')}`,
    holder: 'h',
    age: (index % 5) - 2,
    color: index % 2 === 0 ? 'red' : 'blue',
    size: index,
  }));
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  await service.document.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  await service.document.send(new PutCommand({ TableName, Item: { pk: 'other', sk: 'k#00', holder: 'h' } }));
});
afterAll(() => service.close());

const query = (input: Partial<QueryCommandInput>) =>
  service.document.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': 'p' },
      ...input,
    }),
  );
const sortKeys = async (condition: string, values: Record<string, string>) => {
  const answer = await query({
    KeyConditionExpression: `pk = :p AND ${condition}`,
    ExpressionAttributeValues: { ':p': 'p', ...values },
  });
  return (answer.Items ?? []).map((item) => Number(String(item['sk']).slice(2)));
};
async function readAll(input: Partial<QueryCommandInput>) {
  const items: Record<string, unknown>[] = [];
  let pages = 0;
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await query({ ...input, ExclusiveStartKey });
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
    pages += 1;
  } while (ExclusiveStartKey !== undefined);
  return { items, pages };
}

describe('Query', () => {
  it('reads one partition in the order of the sort key, either way', async () => {
    const forward = (await query({ ConsistentRead: true })).Items ?? [];
    const backward = (await query({ ScanIndexForward: false })).Items ?? [];
    expect(forward).toHaveLength(20);
    const keys = forward.map((item) => String(item['sk']));
    expect(keys).toEqual(keys.toSorted());
    expect(backward).toEqual(forward.toReversed());
  });

  it('takes every condition that a sort key may have', async () => {
    expect(await sortKeys('sk = :a', { ':a': 'k#03' })).toEqual([3]);
    expect(await sortKeys('sk < :a', { ':a': 'k#02' })).toEqual([0, 1]);
    expect(await sortKeys('sk <= :a', { ':a': 'k#01' })).toEqual([0, 1]);
    expect(await sortKeys('sk > :a', { ':a': 'k#18' })).toEqual([19]);
    expect(await sortKeys('sk >= :a', { ':a': 'k#18' })).toEqual([18, 19]);
    expect(await sortKeys('sk BETWEEN :a AND :b', { ':a': 'k#04', ':b': 'k#06' })).toEqual([4, 5, 6]);
    expect(await sortKeys('begins_with(sk, :a)', { ':a': 'k#1' })).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('orders numbers in an index by value, negative ones first', async () => {
    const answer = await query({
      IndexName: 'by-holder',
      KeyConditionExpression: 'holder = :h',
      ExpressionAttributeValues: { ':h': 'h' },
    });
    const ages = (answer.Items ?? []).map((item) => Number(item['age']));
    expect(ages).toHaveLength(20);
    expect(ages).toEqual(ages.toSorted((left, right) => left - right));
  });

  it('leaves out of an index what lacks one of its keys', async () => {
    const holder = { KeyConditionExpression: 'holder = :h', ExpressionAttributeValues: { ':h': 'h' } };
    const byHolder = await query({ ...holder, IndexName: 'by-holder', Select: 'COUNT' });
    const narrow = await query({ ...holder, IndexName: 'narrow', Select: 'COUNT' });
    expect(byHolder).toMatchObject({ Count: 20, ScannedCount: 20 });
    expect(narrow).toMatchObject({ Count: 21, ScannedCount: 21 });
    expect(narrow.Items).toBeUndefined();
  });

  it('answers from an index just what the index holds', async () => {
    const answer = await query({
      IndexName: 'narrow',
      KeyConditionExpression: 'holder = :h',
      ExpressionAttributeValues: { ':h': 'h' },
      Limit: 1,
    });
    expect(Object.keys(answer.Items?.[0] ?? {}).toSorted()).toEqual(
      answer.Items?.[0]?.['color'] === undefined ? ['holder', 'pk', 'sk'] : ['color', 'holder', 'pk', 'sk'],
    );
  });

  it('filters after reading and counts both', async () => {
    const answer = await query({
      FilterExpression: 'color = :c AND #s >= :s',
      ExpressionAttributeNames: { '#s': 'size' },
      ExpressionAttributeValues: { ':p': 'p', ':c': 'red', ':s': 10 },
      ProjectionExpression: 'sk',
    });
    expect(answer).toMatchObject({ Count: 5, ScannedCount: 20 });
    expect(answer.Items?.[0]).toEqual({ sk: 'k#10' });
  });

  it('pages by limit without loss or repetition, in table and index, either way', async () => {
    for (const ScanIndexForward of [true, false]) {
      const table = await readAll({ Limit: 7, ScanIndexForward });
      expect(table.pages).toBe(3);
      expect(new Set(table.items.map((item) => item['sk'])).size).toBe(20);
      const index = await readAll({
        IndexName: 'by-holder',
        KeyConditionExpression: 'holder = :h',
        ExpressionAttributeValues: { ':h': 'h' },
        Limit: 6,
        ScanIndexForward,
      });
      expect(index.items).toHaveLength(20);
      expect(new Set(index.items.map((item) => item['sk'])).size).toBe(20);
    }
  });

  it('hands out a key when the limit is met at the very end', async () => {
    const full = await query({ Limit: 20 });
    expect(full.LastEvaluatedKey).toEqual({ pk: 'p', sk: 'k#19' });
    const rest = await query({ Limit: 20, ExclusiveStartKey: full.LastEvaluatedKey });
    expect(rest).toMatchObject({ Count: 0, Items: [] });
    expect(rest.LastEvaluatedKey).toBeUndefined();
  });

  it('ends a page at 1 MB', async () => {
    for (const sk of ['1', '2', '3', '4', '5', '6']) {
      await service.document.send(new PutCommand({ TableName, Item: { pk: 'heavy', sk, fill: 'x'.repeat(300_000) } }));
    }
    const heavy = { ExpressionAttributeValues: { ':p': 'heavy' } };
    const first = await query(heavy);
    expect(first.Count).toBe(4);
    expect(first.LastEvaluatedKey).toEqual({ pk: 'heavy', sk: '4' });
    expect((await readAll(heavy)).items).toHaveLength(6);
  });

  const refused: [rule: string, input: Partial<QueryCommandInput>, message: RegExp][] = [
    [
      'a query without key condition',
      { KeyConditionExpression: undefined, ExpressionAttributeValues: undefined },
      /must be specified/,
    ],
    [
      'a condition that misses the partition key',
      { KeyConditionExpression: 'sk = :p' },
      /missed key schema element: pk/,
    ],
    ['inequality on the partition key', { KeyConditionExpression: 'pk > :p' }, /not supported/],
    [
      'a condition on what is no key',
      { KeyConditionExpression: 'pk = :p AND color = :p' },
      /missed key schema element: sk/,
    ],
    ['a key value of another type', { ExpressionAttributeValues: { ':p': 1 } }, /does not match schema type/],
    ['an unknown index', { IndexName: 'none' }, /does not have the specified index: none/],
    [
      'a consistent read of an index',
      { IndexName: 'by-holder', KeyConditionExpression: 'holder = :p', ConsistentRead: true },
      /Consistent reads are not supported/,
    ],
    [
      'all attributes from a narrow index',
      { IndexName: 'narrow', KeyConditionExpression: 'holder = :p', Select: 'ALL_ATTRIBUTES' },
      /projection type is not ALL/,
    ],
    [
      'attributes that an index lacks',
      { IndexName: 'narrow', KeyConditionExpression: 'holder = :p', ProjectionExpression: 'age' },
      /does not project \[age\]/,
    ],
    [
      'a filter on a key',
      { FilterExpression: 'sk = :p' },
      /can only contain non-primary key attributes: Primary key attribute: sk/,
    ],
    ['a start in another partition', { ExclusiveStartKey: { pk: 'other', sk: 'k#00' } }, /outside query boundaries/],
    ['a start that is no key', { ExclusiveStartKey: { pk: 'p', sk: 'k#00', color: 'red' } }, /starting key is invalid/],
    ['a limit of 0', { Limit: 0 }, /greater than or equal to 1/],
  ];
  it.each(refused)('refuses %s', async (_rule, input, message) => {
    const error = await rejectionOf(query(input));
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(message);
  });
});
