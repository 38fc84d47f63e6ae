import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#local/aws-error.ts';
import { openClock } from '#local/clock.ts';
import { openDynamoDb, type DynamoDbOptions } from '#local/dynamodb/engine.ts';
import { tableDefinition } from '#test/support/local/dynamodb-service.ts';

const definition = { ...tableDefinition('things') };
const dayMs = 86_400_000;

function open(options: Partial<DynamoDbOptions> = {}) {
  const clock = options.clock ?? openClock();
  const touched: string[] = [];
  const engine = openDynamoDb({
    clock,
    region: 'ap-southeast-3',
    onRecords: (tableName) => touched.push(tableName),
    ...options,
  });
  const put = (sk: string, more: Record<string, unknown> = {}) =>
    engine.handle('PutItem', { TableName: 'things', Item: { pk: { S: 'p' }, sk: { S: sk }, ...more } });
  const count = () => engine.handle('Scan', { TableName: 'things', Select: 'COUNT' })['Count'];
  const records = () => engine.recordsAfter('things', '', 100);
  return { engine, clock, touched, put, count, records };
}

function refusalOf(work: () => unknown): AwsError {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error('Expected a refusal');
}

describe('the stream', () => {
  it('records what came, changed and went with its images, and no write that alters nothing', () => {
    const { engine, put, records, touched } = open();
    engine.ensureTable(definition);
    put('1', { v: { N: '1' } });
    put('1', { v: { N: '1.0' } });
    put('1', { v: { N: '2' } });
    engine.handle('DeleteItem', { TableName: 'things', Key: { pk: { S: 'p' }, sk: { S: '1' } } });
    engine.handle('DeleteItem', { TableName: 'things', Key: { pk: { S: 'p' }, sk: { S: '1' } } });
    const seen = records().map(({ eventName, dynamodb }) => [
      eventName,
      dynamodb.OldImage?.['v'],
      dynamodb.NewImage?.['v'],
    ]);
    expect(seen).toEqual([
      ['INSERT', undefined, { N: '1' }],
      ['MODIFY', { N: '1' }, { N: '2' }],
      ['REMOVE', { N: '2' }, undefined],
    ]);
    expect(touched).toEqual(['things', 'things', 'things']);
    expect(records().every((record) => record.eventSourceARN.includes(':table/things/stream/'))).toBe(true);
  });

  it('goes on after a sequence number and forgets what was trimmed', () => {
    const { engine, put, records } = open();
    engine.ensureTable(definition);
    for (const sk of ['1', '2', '3']) put(sk);
    const [first, second] = records();
    expect(engine.recordsAfter('things', first!.dynamodb.SequenceNumber, 1)).toEqual([second]);
    engine.trimRecords('things', first!.dynamodb.SequenceNumber);
    expect(records()).toHaveLength(2);
  });

  it('carries just the keys in a view of keys', () => {
    const { engine, put, records } = open();
    engine.ensureTable({ ...definition, StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } });
    put('1', { v: { N: '1' } });
    expect(records()[0]!.dynamodb).toMatchObject({
      Keys: { pk: { S: 'p' }, sk: { S: '1' } },
      StreamViewType: 'KEYS_ONLY',
    });
    expect(records()[0]!.dynamodb).not.toHaveProperty('NewImage');
  });

  it('holds nothing of a cancelled transaction', () => {
    const { engine, records } = open();
    engine.ensureTable(definition);
    const Item = { pk: { S: 'p' }, sk: { S: '1' } };
    const check = {
      TableName: 'things',
      Key: { pk: { S: 'q' }, sk: { S: '1' } },
      ConditionExpression: 'attribute_exists(pk)',
    };
    const TransactItems = [{ Put: { TableName: 'things', Item } }, { ConditionCheck: check }];
    expect(refusalOf(() => engine.handle('TransactWriteItems', { TransactItems })).code).toBe(
      'TransactionCanceledException',
    );
    expect(records()).toEqual([]);
  });
});

describe('time to live', () => {
  it('deletes what has ended, as the service, and leaves texts, the future and what ended over five years ago', () => {
    const { engine, clock, put, records, count } = open();
    engine.ensureTable(definition, 'endsAtSeconds');
    const nowSeconds = Math.floor(clock.now() / 1000);
    put('past', { endsAtSeconds: { N: String(nowSeconds - 5) }, holder: { S: 'h' }, age: { N: '1' } });
    put('future', { endsAtSeconds: { N: String(nowSeconds + 500) } });
    put('text', { endsAtSeconds: { S: String(nowSeconds - 5) } });
    put('ancient', { endsAtSeconds: { N: String(nowSeconds - 6 * 365 * 86_400) } });
    expect(engine.sweepExpired()).toBe(1);
    expect(count()).toBe(3);
    expect(records().at(-1)).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { OldImage: { sk: { S: 'past' } } },
    });
    expect(engine.handle('Scan', { TableName: 'things', IndexName: 'by-holder', Select: 'COUNT' })['Count']).toBe(0);
  });

  it('follows the clock, and reads items until the sweep', () => {
    const { engine, clock, put, count } = open();
    engine.ensureTable(definition, 'endsAtSeconds');
    for (let index = 0; index < 1200; index += 1) {
      put(String(index), { endsAtSeconds: { N: String(Math.floor((clock.now() + dayMs) / 1000)) } });
    }
    expect(engine.sweepExpired()).toBe(0);
    clock.turnBy(2 * dayMs);
    expect(count()).toBe(1200);
    expect(engine.sweepExpired()).toBe(1200);
    expect(count()).toBe(0);
  });

  it('takes up items that were there before it was turned on', () => {
    const { engine, clock, put } = open();
    engine.ensureTable(definition);
    put('1', { endsAtSeconds: { N: String(Math.floor(clock.now() / 1000) - 1) } });
    const TimeToLiveSpecification = { AttributeName: 'endsAtSeconds', Enabled: true };
    engine.handle('UpdateTimeToLive', { TableName: 'things', TimeToLiveSpecification });
    expect(engine.sweepExpired()).toBe(1);
  });
});

describe('client request tokens', () => {
  it('are forgotten after 10 minutes', () => {
    const { engine, clock } = open();
    engine.ensureTable(definition);
    const Update = {
      TableName: 'things',
      Key: { pk: { S: 'counter' }, sk: { S: '1' } },
      UpdateExpression: 'ADD n :v',
      ExpressionAttributeValues: { ':v': { N: '1' } },
    };
    const run = () => engine.handle('TransactWriteItems', { ClientRequestToken: 't', TransactItems: [{ Update }] });
    const read = () => engine.handle('GetItem', { TableName: 'things', Key: Update.Key })['Item'];
    run();
    clock.turnBy(9 * 60_000);
    run();
    expect(read()).toMatchObject({ n: { N: '1' } });
    clock.turnBy(60_000);
    run();
    expect(read()).toMatchObject({ n: { N: '2' } });
  });
});

describe('the engine', () => {
  it('keeps tables, items, records and tokens over a restart, and sequence numbers rise', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dynamodb-'));
    const first = open({ folder });
    first.engine.ensureTable(definition);
    first.put('1');
    const before = first.records()[0]!.dynamodb.SequenceNumber;
    first.engine.close();
    const second = open({ folder });
    second.engine.ensureTable(definition);
    second.put('2');
    expect(second.count()).toBe(2);
    expect(second.records()).toHaveLength(2);
    expect(second.records()[1]!.dynamodb.SequenceNumber > before).toBe(true);
    second.engine.close();
    fs.rmSync(folder, { recursive: true });
  });

  it('builds a new index over the items that are there', () => {
    const { engine, put } = open();
    engine.ensureTable({ ...definition, GlobalSecondaryIndexes: [] });
    put('1', { holder: { S: 'h' }, age: { N: '1' } });
    engine.ensureTable(definition);
    expect(engine.handle('Scan', { TableName: 'things', IndexName: 'by-holder', Select: 'COUNT' })['Count']).toBe(1);
  });

  it('refuses to change the keys of a table', () => {
    const { engine } = open();
    engine.ensureTable(definition);
    const changed = { ...definition, KeySchema: [{ AttributeName: 'sk', KeyType: 'HASH' }] };
    expect(refusalOf(() => engine.ensureTable(changed)).message).toMatch(/keys of table things cannot change/);
  });

  it('names what it does not do', () => {
    const { engine } = open();
    engine.ensureTable(definition);
    const operation = refusalOf(() => engine.handle('ExecuteStatement', {}));
    expect(operation).toMatchObject({ code: 'NotImplemented', status: 501 });
    expect(operation.message).toContain('dynamodb:ExecuteStatement');
    const parameter = refusalOf(() => engine.handle('Scan', { TableName: 'things', TotalSegments: 2, Segment: 0 }));
    expect(parameter).toMatchObject({ code: 'NotImplemented' });
  });

  it('refuses members of the wrong JSON type', () => {
    const { engine } = open();
    expect(refusalOf(() => engine.handle('GetItem', { TableName: 7 })).code).toBe('SerializationException');
    expect(refusalOf(() => engine.handle('GetItem', {})).code).toBe('ValidationException');
  });
});
