import { BatchWriteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
});
afterAll(() => service.close());

const put = (sk: string) => ({ PutRequest: { Item: { pk: 'a', sk } } });

describe('BatchWriteItem', () => {
  it('puts and deletes', async () => {
    await service.document.send(new PutCommand({ TableName, Item: { pk: 'a', sk: 'old' } }));
    const answer = await service.document.send(
      new BatchWriteCommand({
        RequestItems: { [TableName]: [put('new'), { DeleteRequest: { Key: { pk: 'a', sk: 'old' } } }] },
      }),
    );
    expect(answer.UnprocessedItems).toEqual({});
    const read = (sk: string) => service.document.send(new GetCommand({ TableName, Key: { pk: 'a', sk } }));
    expect((await read('new')).Item).toEqual({ pk: 'a', sk: 'new' });
    expect((await read('old')).Item).toBeUndefined();
  });

  it('refuses more than 25 writes', async () => {
    const requests = Array.from({ length: 26 }, (_, index) => put(String(index)));
    const error = await rejectionOf(
      service.document.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } })),
    );
    expect(error.name).toBe('ValidationException');
  });

  it('refuses two writes of one item', async () => {
    const requests = [put('x'), { DeleteRequest: { Key: { pk: 'a', sk: 'x' } } }];
    const error = await rejectionOf(
      service.document.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } })),
    );
    expect(error.message).toMatch(/contains duplicates/);
  });
});
