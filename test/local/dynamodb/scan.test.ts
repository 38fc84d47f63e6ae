import { PutCommand, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
  for (const n of [1, 2, 3, 4, 5]) {
    const listed = n <= 2 ? { holder: 'h', age: n } : {};
    await service.document.send(new PutCommand({ TableName, Item: { pk: `p${n}`, sk: '1', n, ...listed } }));
  }
});
afterAll(() => service.close());

async function scanAll(input: Partial<ScanCommandInput>) {
  const found: number[] = [];
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await service.document.send(new ScanCommand({ TableName, ...input, ExclusiveStartKey }));
    found.push(...(page.Items ?? []).map((item) => Number(item['n'])));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found.toSorted((left, right) => left - right);
}

describe('Scan', () => {
  it('reads the whole table, page by page', async () => {
    expect(await scanAll({ Limit: 2 })).toEqual([1, 2, 3, 4, 5]);
  });

  it('reads a whole index', async () => {
    expect(await scanAll({ IndexName: 'by-holder', Limit: 1 })).toEqual([1, 2]);
  });

  it('filters, on keys too', async () => {
    const input = { FilterExpression: 'pk > :p AND n < :n', ExpressionAttributeValues: { ':p': 'p1', ':n': 4 } };
    expect(await scanAll(input)).toEqual([2, 3]);
  });

  it('counts without items', async () => {
    const answer = await service.document.send(new ScanCommand({ TableName, Select: 'COUNT' }));
    expect(answer).toMatchObject({ Count: 5, ScannedCount: 5 });
    expect(answer.Items).toBeUndefined();
  });
});
