import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
});
afterAll(() => service.close());

const Key = { pk: 'a', sk: '1' };

describe('DeleteItem', () => {
  it('removes the item from the table and its indexes and answers it when asked', async () => {
    const Item = { ...Key, holder: 'h', age: 4 };
    await service.document.send(new PutCommand({ TableName, Item }));
    const answer = await service.document.send(new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }));
    expect(answer.Attributes).toEqual(Item);
    expect((await service.document.send(new GetCommand({ TableName, Key }))).Item).toBeUndefined();
    const listed = await service.document.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-holder',
        KeyConditionExpression: 'holder = :h',
        ExpressionAttributeValues: { ':h': 'h' },
      }),
    );
    expect(listed.Count).toBe(0);
  });

  it('succeeds when there is nothing to remove', async () => {
    const answer = await service.document.send(
      new DeleteCommand({ TableName, Key: { pk: 'none', sk: '1' }, ReturnValues: 'ALL_OLD' }),
    );
    expect(answer.Attributes).toBeUndefined();
  });

  it('keeps the item when the condition fails', async () => {
    await service.document.send(new PutCommand({ TableName, Item: { ...Key, version: 3 } }));
    const error = await rejectionOf(
      service.document.send(
        new DeleteCommand({
          TableName,
          Key,
          ConditionExpression: 'version < :v',
          ExpressionAttributeValues: { ':v': 3 },
        }),
      ),
    );
    expect(error.name).toBe('ConditionalCheckFailedException');
    expect((await service.document.send(new GetCommand({ TableName, Key }))).Item).toEqual({ ...Key, version: 3 });
  });

  it('refuses return values that only updates have', async () => {
    const error = await rejectionOf(
      service.document.send(new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_NEW' })),
    );
    expect(error.name).toBe('ValidationException');
  });
});
