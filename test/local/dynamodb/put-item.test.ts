import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
});
afterAll(() => service.close());

describe('PutItem', () => {
  it('keeps every type of value as it was given', async () => {
    const Item = {
      pk: 'types',
      sk: '1',
      text: 'é',
      number: -12.5,
      yes: true,
      no: false,
      nothing: null,
      empty: '',
      list: [1, 'two', [3]],
      map: { inner: { deep: 1 } },
      bytes: new Uint8Array([0, 255, 7]),
      words: new Set(['a', 'b']),
      numbers: new Set([1, 2.5]),
    };
    await service.document.send(new PutCommand({ TableName, Item }));
    const read = await service.document.send(new GetCommand({ TableName, Key: { pk: 'types', sk: '1' } }));
    expect(read.Item).toEqual(Item);
  });

  it('replaces the whole item and answers the old one when asked', async () => {
    await service.document.send(new PutCommand({ TableName, Item: { pk: 'a', sk: '1', first: 1 } }));
    const answer = await service.document.send(
      new PutCommand({ TableName, Item: { pk: 'a', sk: '1', second: 2 }, ReturnValues: 'ALL_OLD' }),
    );
    expect(answer.Attributes).toEqual({ pk: 'a', sk: '1', first: 1 });
    const read = await service.document.send(new GetCommand({ TableName, Key: { pk: 'a', sk: '1' } }));
    expect(read.Item).toEqual({ pk: 'a', sk: '1', second: 2 });
  });

  it('answers no attributes when there was no old item', async () => {
    const answer = await service.document.send(
      new PutCommand({ TableName, Item: { pk: 'fresh', sk: '1' }, ReturnValues: 'ALL_OLD' }),
    );
    expect(answer.Attributes).toBeUndefined();
  });

  it('refuses by condition and returns the item that stands in the way', async () => {
    await service.document.send(new PutCommand({ TableName, Item: { pk: 'taken', sk: '1', n: 2 } }));
    const error = await rejectionOf(
      service.client.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: 'taken' }, sk: { S: '1' } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error['Item']).toEqual({ pk: { S: 'taken' }, sk: { S: '1' }, n: { N: '2' } });
  });

  it('returns no item with a failed condition unless asked', async () => {
    const error = await rejectionOf(
      service.document.send(
        new PutCommand({ TableName, Item: { pk: 'taken', sk: '1' }, ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    );
    expect(error.name).toBe('ConditionalCheckFailedException');
    expect(error['Item']).toBeUndefined();
  });

  const refused: [rule: string, item: Record<string, unknown>, message: RegExp][] = [
    ['an item without its sort key', { pk: { S: 'x' } }, /Missing the key sk in the item/],
    ['a key of another type', { pk: { N: '1' }, sk: { S: '1' } }, /Type mismatch for key pk expected: S actual: N/],
    ['an empty key', { pk: { S: '' }, sk: { S: '1' } }, /cannot contain an empty string value. Key: pk/],
    [
      'an index key of another type',
      { pk: { S: 'x' }, sk: { S: '1' }, holder: { S: 'h' }, age: { S: 'old' } },
      /Type mismatch for Index Key age/,
    ],
    ['an empty set', { pk: { S: 'x' }, sk: { S: '1' }, set: { SS: [] } }, /may not be empty/],
    ['a set with duplicates', { pk: { S: 'x' }, sk: { S: '1' }, set: { NS: ['1', '1.0'] } }, /contains duplicates/],
    [
      'a number that is none',
      { pk: { S: 'x' }, sk: { S: '1' }, n: { N: 'ten' } },
      /cannot be converted to a numeric value/,
    ],
    [
      '39 significant digits',
      { pk: { S: 'x' }, sk: { S: '1' }, n: { N: '1'.repeat(39) } },
      /more than 38 significant digits/,
    ],
    ['a number beyond 9.9E+125', { pk: { S: 'x' }, sk: { S: '1' }, n: { N: '1E+126' } }, /overflow/],
    [
      'an item above 400 KiB',
      { pk: { S: 'x' }, sk: { S: '1' }, fill: { S: 'x'.repeat(409_600) } },
      /exceeded the maximum allowed size/,
    ],
    ['a partition key above 2048 bytes', { pk: { S: 'x'.repeat(2049) }, sk: { S: '1' } }, /2048 bytes/],
  ];
  it.each(refused)('refuses %s', async (_rule, item, message) => {
    const error = await rejectionOf(
      service.client.send(new PutItemCommand({ TableName, Item: item as PutItemCommand['input']['Item'] })),
    );
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(message);
  });

  it('refuses a table that does not exist', async () => {
    const error = await rejectionOf(
      service.document.send(new PutCommand({ TableName: 'nowhere', Item: { pk: 'x', sk: '1' } })),
    );
    expect(error.name).toBe('ResourceNotFoundException');
  });
});
