import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '#local/aws-error.ts';
import { openClock, type Clock } from '#local/clock.ts';
import { openDynamoDb, type DynamoDb } from '#local/dynamodb/engine.ts';
import { startStreamMapping, type StreamMapping, type StreamMappingOptions } from '#local/lambda/stream-mapping.ts';
import { openStreamPositions, type StreamPositions } from '#local/lambda/stream-positions.ts';
import { readStreamSettings } from '#local/lambda/stream-settings.ts';

type Records = { dynamodb: { SequenceNumber: string; Keys: { id: { S: string } } } }[];
const region = 'ap-southeast-3';
const properties = {
  EventSourceArn: 'arn:aws:dynamodb:ap-southeast-3:000000000000:table/outbox/stream/1',
  FunctionName: 'relay',
  StartingPosition: 'TRIM_HORIZON',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
};

let clock: Clock;
let tables: DynamoDb;
let positions: StreamPositions;
let mapping: StreamMapping | undefined;
let batches: string[][];
let failures: unknown[];

beforeEach(() => {
  [batches, failures] = [[], []];
  clock = openClock();
  tables = openDynamoDb({ clock, region, onRecords: () => mapping?.wake() });
  tables.ensureTable({
    TableName: 'outbox',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  positions = openStreamPositions();
});
afterEach(async () => {
  await mapping?.close();
  mapping = undefined;
  tables.close();
  positions.close();
});

const put = (...ids: string[]) => {
  for (const id of ids) tables.handle('PutItem', { TableName: 'outbox', Item: { id: { S: id }, kind: { S: id[0] } } });
};

function start(
  more: Record<string, unknown> = {},
  answer: (ids: string[], records: Records) => unknown = () => undefined,
) {
  const options: StreamMappingOptions = {
    source: tables,
    positions,
    clock,
    settings: readStreamSettings('relay-of-outbox', { ...properties, ...more }),
    async invoke(event) {
      const records = event['Records'] as Records;
      const ids = records.map((record) => record.dynamodb.Keys.id.S);
      batches.push(ids);
      return answer(ids, records);
    },
    onFailure: (error) => failures.push(error),
    onDiscard: (description) => failures.push(description),
  };
  mapping = startStreamMapping(options);
  return options;
}
const caughtUp = () => vi.waitFor(() => expect(mapping!.isBehind()).toBe(false));
const calls = (count: number) => vi.waitFor(() => expect(batches).toHaveLength(count));

/** Turns the clock through the waits between tries until `count` invocations happened. */
const callsAfterWaits = (count: number) =>
  vi.waitFor(() => {
    clock.turnBy(60_000);
    expect(batches.length).toBeGreaterThanOrEqual(count);
  });

describe('stream mappings', () => {
  test('records reach the function in order, those written before and after the start', async () => {
    put('a1', 'a2');
    start();
    await caughtUp();
    put('a3');
    await calls(2);
    expect(batches).toEqual([['a1', 'a2'], ['a3']]);
  });

  test('LATEST begins with what is written after the start', async () => {
    put('a1');
    start({ StartingPosition: 'LATEST' });
    put('a2');
    await calls(1);
    expect(batches).toEqual([['a2']]);
  });

  test('a batch holds no more records than its size', async () => {
    put('a1', 'a2', 'a3');
    start({ BatchSize: 2 });
    await caughtUp();
    expect(batches).toEqual([['a1', 'a2'], ['a3']]);
  });

  test('a record must fit one of the filters', async () => {
    put('a1', 'b1', 'c1');
    const filter = (kind: string) => ({ Pattern: JSON.stringify({ dynamodb: { NewImage: { kind: { S: [kind] } } } }) });
    start({ FilterCriteria: { Filters: [filter('a'), filter('c')] } });
    await caughtUp();
    expect(batches).toEqual([['a1', 'c1']]);
  });

  test('a batching window gathers records until it ends', async () => {
    start({ MaximumBatchingWindowInSeconds: 300, BatchSize: 10 });
    put('a1');
    await new Promise((resolve) => setImmediate(resolve));
    put('a2');
    expect(batches).toEqual([]);
    clock.turnBy(300_000);
    await calls(1);
    expect(batches).toEqual([['a1', 'a2']]);
  });
});

describe('failures', () => {
  test('a failed batch is tried again whole, and nothing overtakes it', async () => {
    put('a1', 'a2');
    start({}, () => {
      if (batches.length === 1) throw new Error('crashed');
    });
    await calls(1);
    put('a3');
    await callsAfterWaits(3);
    expect(batches).toEqual([['a1', 'a2'], ['a1', 'a2'], ['a3']]);
  });

  test('a reported failure goes on from the first record that failed', async () => {
    put('a1', 'a2', 'a3');
    start({}, (_, records) =>
      batches.length > 1
        ? {}
        : {
            batchItemFailures: records
              .slice(1)
              .toReversed()
              .map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })),
          },
    );
    await callsAfterWaits(2);
    expect(batches).toEqual([
      ['a1', 'a2', 'a3'],
      ['a2', 'a3'],
    ]);
  });

  test('a bisected batch isolates the record that fails, and only that one is discarded', async () => {
    put('a1', 'a2', 'bad', 'a3');
    start({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 }, (ids) => {
      if (ids.includes('bad')) throw new Error('crashed');
    });
    await callsAfterWaits(6);
    await caughtUp();
    expect(batches).toEqual([['a1', 'a2', 'bad', 'a3'], ['a1', 'a2'], ['bad', 'a3'], ['bad'], ['bad'], ['a3']]);
    expect(failures.at(-1)).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });

  test('a discarded batch names its place in the stream and none of its content', async () => {
    put('secret');
    start({ MaximumRetryAttempts: 0 }, () => {
      throw new Error('crashed');
    });
    await caughtUp();
    expect(failures).toHaveLength(2);
    expect(JSON.stringify(failures[1])).not.toContain('secret');
  });

  test('records older than the age limit are discarded after a failure', async () => {
    put('a1');
    clock.turnBy(7_200_000);
    start({ MaximumRecordAgeInSeconds: 3_600 }, () => {
      throw new Error('crashed');
    });
    await caughtUp();
    expect(failures[1]).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded' } });
  });

  test('a throttled function is tried again without using up a retry', async () => {
    put('a1');
    start({ MaximumRetryAttempts: 0 }, () => {
      if (batches.length < 3) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 });
    });
    await callsAfterWaits(3);
    await caughtUp();
    expect(failures).toEqual([]);
  });

  test('a mapping does not start for a role that may not read the stream', () => {
    const options = start();
    const authorize = ({ action }: { action: string }) => {
      if (action === 'dynamodb:GetRecords') throw new AwsError('AccessDenied', action, { status: 403 });
    };
    expect(() => startStreamMapping({ ...options, authorize })).toThrow('dynamodb:GetRecords');
  });
});

test('a restart goes on where the function had come to', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'positions-'));
  positions.close();
  positions = openStreamPositions(folder);
  put('a1', 'a2', 'a3');
  start({}, (_, records) =>
    batches.length > 1 ? {} : { batchItemFailures: [{ itemIdentifier: records[1]!.dynamodb.SequenceNumber }] },
  );
  await calls(1);
  await mapping!.close();
  positions.close();
  positions = openStreamPositions(folder);
  start();
  await caughtUp();
  expect(batches.at(-1)).toEqual(['a2', 'a3']);
  fs.rmSync(folder, { recursive: true });
});

test('settings that the local cloud does not know are refused by name', () => {
  expect(() => readStreamSettings('m', { ...properties, ParallelizationFactor: 2 })).toThrow(
    'ParallelizationFactor of m',
  );
});
