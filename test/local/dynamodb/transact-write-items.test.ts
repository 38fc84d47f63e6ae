import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
});
afterAll(() => service.close());

const transact = (TransactItems: TransactWriteCommandInput['TransactItems'], ClientRequestToken?: string) =>
  service.document.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));
const put = (Item: Record<string, unknown>) => service.document.send(new PutCommand({ TableName, Item }));
const read = async (pk: string, sk = '1') =>
  (await service.document.send(new GetCommand({ TableName, Key: { pk, sk } }))).Item;
const increment = (pk: string, by: number) => ({
  Update: {
    TableName,
    Key: { pk, sk: '1' },
    UpdateExpression: 'ADD n :v',
    ExpressionAttributeValues: { ':v': by },
  },
});

describe('TransactWriteItems', () => {
  it('carries out puts, updates, deletes and checks together', async () => {
    await put({ pk: 'updated', sk: '1', n: 1 });
    await put({ pk: 'deleted', sk: '1' });
    await transact([
      {
        Put: {
          TableName,
          Item: { pk: 'new', sk: '1', holder: 'h', age: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Update: {
          TableName,
          Key: { pk: 'updated', sk: '1' },
          UpdateExpression: 'SET n = n + :one, #l = list_append(if_not_exists(#l, :e), :v)',
          ConditionExpression: 'n = :one',
          ExpressionAttributeNames: { '#l': 'list' },
          ExpressionAttributeValues: { ':one': 1, ':e': [], ':v': ['x'] },
        },
      },
      { Delete: { TableName, Key: { pk: 'deleted', sk: '1' } } },
      {
        ConditionCheck: { TableName, Key: { pk: 'absent', sk: '1' }, ConditionExpression: 'attribute_not_exists(pk)' },
      },
    ]);
    expect(await read('updated')).toEqual({ pk: 'updated', sk: '1', n: 2, list: ['x'] });
    expect(await read('deleted')).toBeUndefined();
    expect(await read('absent')).toBeUndefined();
    const listed = await service.document.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-holder',
        KeyConditionExpression: 'holder = :h',
        ExpressionAttributeValues: { ':h': 'h' },
      }),
    );
    expect(listed.Count).toBe(1);
  });

  it('writes nothing when one entry fails, and says for each entry why', async () => {
    await put({ pk: 'blocking', sk: '1', n: 2 });
    const error = await rejectionOf(
      transact([
        { Put: { TableName, Item: { pk: 'never', sk: '1' } } },
        {
          Update: {
            TableName,
            Key: { pk: 'blocking', sk: '1' },
            UpdateExpression: 'SET n = :x',
            ConditionExpression: 'n = :no',
            ExpressionAttributeValues: { ':x': 9, ':no': 99 },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        {
          Update: {
            TableName,
            Key: { pk: 'empty', sk: '1' },
            UpdateExpression: 'SET m = m + :x',
            ExpressionAttributeValues: { ':x': 9 },
          },
        },
      ]),
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
    );
    const reasons = (error as unknown as TransactionCanceledException).CancellationReasons ?? [];
    expect(reasons.map((reason) => reason.Code)).toEqual(['None', 'ConditionalCheckFailed', 'ValidationError']);
    expect(reasons[1]?.Item).toMatchObject({ n: { N: '2' } });
    expect(await read('never')).toBeUndefined();
    expect(await read('blocking')).toMatchObject({ n: 2 });
  });

  it('changes nothing when repeated with the same token', async () => {
    await transact([increment('repeated', 1)], 'token-repeated');
    await transact([increment('repeated', 1)], 'token-repeated');
    expect(await read('repeated')).toMatchObject({ n: 1 });
  });

  it('refuses another request with the same token', async () => {
    await transact([increment('mismatch', 1)], 'token-mismatch');
    const error = await rejectionOf(transact([increment('mismatch', 2)], 'token-mismatch'));
    expect(error.name).toBe('IdempotentParameterMismatchException');
    expect(await read('mismatch')).toMatchObject({ n: 1 });
  });

  it('forgets the token of a cancelled transaction', async () => {
    const conditional = [
      { Put: { TableName, Item: { pk: 'later', sk: '1' } } },
      { ConditionCheck: { TableName, Key: { pk: 'gate', sk: '1' }, ConditionExpression: 'attribute_exists(pk)' } },
    ];
    expect((await rejectionOf(transact(conditional, 'token-cancelled'))).name).toBe('TransactionCanceledException');
    await put({ pk: 'gate', sk: '1' });
    await transact(conditional, 'token-cancelled');
    expect(await read('later')).toBeDefined();
  });

  it('counts every winner of a race once', async () => {
    await put({ pk: 'race', sk: '1', n: 0 });
    const attempts = Array.from({ length: 30 }, async (_, index) => {
      const current = (await read('race'))?.['n'];
      await transact([
        {
          Update: {
            TableName,
            Key: { pk: 'race', sk: '1' },
            UpdateExpression: 'SET n = :next',
            ConditionExpression: 'n = :current',
            ExpressionAttributeValues: { ':next': Number(current) + 1, ':current': current },
          },
        },
        { Put: { TableName, Item: { pk: 'race-log', sk: String(index) } } },
      ]);
    });
    const outcomes = await Promise.allSettled(attempts);
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
    const log = await service.document.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': 'race-log' },
      }),
    );
    expect(winners).toBeGreaterThan(0);
    expect(await read('race')).toMatchObject({ n: winners });
    expect(log.Count).toBe(winners);
  });

  it('refuses two entries about one item', async () => {
    const error = await rejectionOf(
      transact([
        { Delete: { TableName, Key: { pk: 'x', sk: '1' } } },
        { Put: { TableName, Item: { pk: 'x', sk: '1' } } },
      ]),
    );
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(/multiple operations on one item/);
  });

  it('refuses more than 100 entries', async () => {
    const error = await rejectionOf(transact(Array.from({ length: 101 }, (_, index) => increment(`many${index}`, 1))));
    expect(error.message).toMatch(/less than or equal to 100/);
  });

  it('refuses more than 4 MB', async () => {
    const heavy = Array.from({ length: 11 }, (_, index) => ({
      Put: { TableName, Item: { pk: `heavy${index}`, sk: '1', fill: 'x'.repeat(390_000) } },
    }));
    expect((await rejectionOf(transact(heavy))).name).toBe('ValidationException');
    expect(await read('heavy0')).toBeUndefined();
  });
});
