import { PutCommand, TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
  await service.document.send(new PutCommand({ TableName, Item: { pk: 'a', sk: '1', n: 1, color: 'red' } }));
});
afterAll(() => service.close());

const get = (sk: string, ProjectionExpression?: string) => ({
  Get: { TableName, Key: { pk: 'a', sk }, ProjectionExpression },
});

describe('TransactGetItems', () => {
  it('answers one entry for each key, empty where there is no item', async () => {
    const answer = await service.document.send(
      new TransactGetCommand({ TransactItems: [get('1'), get('none'), get('1', 'n')] }),
    );
    expect(answer.Responses?.map((response) => response.Item)).toEqual([
      { pk: 'a', sk: '1', n: 1, color: 'red' },
      undefined,
      { n: 1 },
    ]);
  });

  it('refuses more than 100 entries', async () => {
    const TransactItems = Array.from({ length: 101 }, (_, index) => get(String(index)));
    const error = await rejectionOf(service.document.send(new TransactGetCommand({ TransactItems })));
    expect(error.message).toMatch(/less than or equal to 100/);
  });
});
