import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
  await service.document.send(
    new PutCommand({
      TableName,
      Item: { pk: 'a', sk: '1', color: 'red', nested: { x: 1, y: 2 }, list: [{ v: 1, w: 2 }, 'b', 'c'], state: 'on' },
    }),
  );
});
afterAll(() => service.close());

const Key = { pk: 'a', sk: '1' };

describe('GetItem', () => {
  it('answers without an item when there is none', async () => {
    const answer = await service.document.send(new GetCommand({ TableName, Key: { pk: 'a', sk: 'none' } }));
    expect(answer.Item).toBeUndefined();
  });

  it('takes the consistent read flag', async () => {
    const answer = await service.document.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    expect(answer.Item).toMatchObject({ color: 'red' });
  });

  it('projects paths, closes up list elements and leaves out what is not there', async () => {
    const answer = await service.document.send(
      new GetCommand({
        TableName,
        Key,
        ProjectionExpression: 'color, nested.y, #list[0].v, #list[0].w, #list[2], absent.part',
        ExpressionAttributeNames: { '#list': 'list' },
      }),
    );
    expect(answer.Item).toEqual({ color: 'red', nested: { y: 2 }, list: [{ v: 1, w: 2 }, 'c'] });
  });

  it('refuses a key that lacks an attribute', async () => {
    const error = await rejectionOf(service.document.send(new GetCommand({ TableName, Key: { pk: 'a' } })));
    expect(error.message).toBe('The provided key element does not match the schema');
  });

  it('refuses a key with a further attribute', async () => {
    const error = await rejectionOf(
      service.document.send(new GetCommand({ TableName, Key: { ...Key, color: 'red' } })),
    );
    expect(error.message).toBe('The provided key element does not match the schema');
  });

  it('refuses a reserved word that no placeholder stands for', async () => {
    const error = await rejectionOf(
      service.document.send(new GetCommand({ TableName, Key, ProjectionExpression: 'state' })),
    );
    expect(error.name).toBe('ValidationException');
    expect(error.message).toBe(
      'Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: state',
    );
  });

  it('refuses placeholders that nothing uses or defines', async () => {
    const unused = await rejectionOf(
      service.document.send(
        new GetCommand({
          TableName,
          Key,
          ProjectionExpression: 'color',
          ExpressionAttributeNames: { '#unused': 'state' },
        }),
      ),
    );
    expect(unused.message).toMatch(/unused in expressions: keys: {#unused}/);
    const undefinedName = await rejectionOf(
      service.document.send(new GetCommand({ TableName, Key, ProjectionExpression: '#missing' })),
    );
    expect(undefinedName.message).toMatch(/attribute name: #missing/);
  });
});
