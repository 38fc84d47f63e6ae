import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let tables: [string, string];
beforeAll(async () => {
  service = await openDynamoDbService();
  tables = [await service.createTable(), await service.createTable()];
  for (const TableName of tables) {
    await service.document.send(new PutCommand({ TableName, Item: { pk: 'a', sk: '1', color: 'red', n: 1 } }));
  }
});
afterAll(() => service.close());

describe('BatchGetItem', () => {
  it('reads from several tables and leaves out what is not there', async () => {
    const Keys = [
      { pk: 'a', sk: '1' },
      { pk: 'a', sk: 'none' },
    ];
    const answer = await service.document.send(
      new BatchGetCommand({
        RequestItems: { [tables[0]]: { Keys, ConsistentRead: true }, [tables[1]]: { Keys, ProjectionExpression: 'n' } },
      }),
    );
    expect(answer.Responses).toEqual({
      [tables[0]]: [{ pk: 'a', sk: '1', color: 'red', n: 1 }],
      [tables[1]]: [{ n: 1 }],
    });
    expect(answer.UnprocessedKeys).toEqual({});
  });

  it('hands back the keys that no longer fit into 16 MB', async () => {
    const TableName = tables[0];
    const Keys = Array.from({ length: 45 }, (_, index) => ({ pk: 'heavy', sk: String(index) }));
    for (const key of Keys) {
      await service.document.send(new PutCommand({ TableName, Item: { ...key, fill: 'x'.repeat(400_000) } }));
    }
    const answer = await service.document.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }));
    const read = answer.Responses?.[TableName]?.length ?? 0;
    const left = answer.UnprocessedKeys?.[TableName]?.Keys?.length ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(read + left).toBe(45);
  });

  it('refuses more than 100 keys', async () => {
    const Keys = Array.from({ length: 101 }, (_, index) => ({ pk: 'a', sk: String(index) }));
    const error = await rejectionOf(
      service.document.send(new BatchGetCommand({ RequestItems: { [tables[0]]: { Keys } } })),
    );
    expect(error.name).toBe('ValidationException');
  });

  it('refuses the same key twice', async () => {
    const Keys = [
      { pk: 'a', sk: '1' },
      { pk: 'a', sk: '1' },
    ];
    const error = await rejectionOf(
      service.document.send(new BatchGetCommand({ RequestItems: { [tables[0]]: { Keys } } })),
    );
    expect(error.message).toMatch(/contains duplicates/);
  });
});
