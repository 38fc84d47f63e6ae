import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DeleteCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClock } from '#local/clock.ts';
import { openDynamoDb } from '#local/dynamodb/engine.ts';
import {
  openDynamoDbService,
  rejectionOf,
  tableDefinition,
  type DynamoDbService,
} from '#test/support/local/dynamodb-service.ts';

const clock = openClock();
let service: DynamoDbService;
beforeAll(async () => {
  service = await openDynamoDbService(clock);
});
afterAll(() => service.close());

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A table with recovery, and whatever one does with it. */
async function openTable(RecoveryPeriodInDays = 35) {
  const TableName = await service.createTable();
  const specification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays };
  await service.client.send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: specification }),
  );
  const put = (sk: string, more: object = {}) =>
    service.document.send(new PutCommand({ TableName, Item: { pk: 'p', sk, holder: 'h', age: 1, ...more } }));
  const remove = (sk: string) => service.document.send(new DeleteCommand({ TableName, Key: { pk: 'p', sk } }));
  const restore = (at: Date | undefined, TargetTableName = `restored-${randomUUID()}`) =>
    service.client
      .send(
        new RestoreTableToPointInTimeCommand({
          SourceTableName: TableName,
          TargetTableName,
          ...(at === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: at }),
        }),
      )
      .then(() => TargetTableName);
  return { TableName, put, remove, restore };
}

/** Now, after which the clock goes on so far that the moment can be restored. */
function moment(): Date {
  clock.turnBy(1000);
  const at = new Date(Math.floor(clock.now() / 1000) * 1000);
  clock.turnBy(6 * minuteMs);
  return at;
}

const rowsOf = async (TableName: string) =>
  (await service.document.send(new ScanCommand({ TableName }))).Items?.map(({ sk, v }) => `${sk}=${v}`);

describe('RestoreTableToPointInTime', () => {
  it('makes a table of what there was at the moment: without what came, with what changed or went', async () => {
    const { TableName, put, remove, restore } = await openTable();
    await put('kept', { v: 1 });
    await put('changed', { v: 1 });
    await put('gone', { v: 1 });
    const at = moment();
    await put('changed', { v: 2 });
    await put('changed', { v: 3 });
    await remove('gone');
    await put('new', { v: 1 });
    await put('passing', { v: 1 });
    await remove('passing');
    expect(await rowsOf(await restore(at))).toEqual(['changed=1', 'gone=1', 'kept=1']);
    expect(await rowsOf(TableName)).toEqual(['changed=3', 'kept=1', 'new=1']);
    clock.turnBy(6 * minuteMs);
    expect(await rowsOf(await restore(undefined))).toEqual(['changed=3', 'kept=1', 'new=1']);
  });

  it('brings a whole table back that a script emptied, with its indexes', async () => {
    const { TableName, put, restore } = await openTable();
    const names = Array.from({ length: 20 }, (_, index) => String(index + 10));
    for (const sk of names) await put(sk, { v: 0 });
    const at = moment();
    const requests = names.map((sk) => ({ DeleteRequest: { Key: { pk: 'p', sk } } }));
    await service.document.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
    expect(await rowsOf(TableName)).toEqual([]);
    const target = await restore(at);
    const found = await service.document.send(
      new QueryCommand({
        TableName: target,
        IndexName: 'by-holder',
        KeyConditionExpression: 'holder = :h',
        ExpressionAttributeValues: { ':h': 'h' },
      }),
    );
    expect(found.Count).toBe(20);
  });

  it('leaves behind what AWS leaves behind: stream, time to live, recovery', async () => {
    const { TableName, put, restore } = await openTable();
    const TimeToLiveSpecification = { AttributeName: 'endsAtSeconds', Enabled: true };
    await service.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    await put('1', { endsAtSeconds: 1 });
    const target = await restore(moment());
    const { Table } = await service.client.send(new DescribeTableCommand({ TableName: target }));
    expect(Table?.StreamSpecification).toBeUndefined();
    expect(Table?.DeletionProtectionEnabled).toBe(false);
    expect(Table?.GlobalSecondaryIndexes).toHaveLength(2);
    const timeToLive = new DescribeTimeToLiveCommand({ TableName: target });
    expect((await service.client.send(timeToLive)).TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' });
    const backups = new DescribeContinuousBackupsCommand({ TableName: target });
    const { ContinuousBackupsDescription } = await service.client.send(backups);
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('DISABLED');
    expect(
      (
        await rejectionOf(
          service.client.send(
            new RestoreTableToPointInTimeCommand({
              SourceTableName: target,
              TargetTableName: `restored-${randomUUID()}`,
              UseLatestRestorableTime: true,
            }),
          ),
        )
      ).name,
    ).toBe('PointInTimeRecoveryUnavailableException');
  });

  it('refuses a moment before recovery was on, one that is too new, and one outside the window', async () => {
    const before = new Date(clock.now() - minuteMs);
    const { restore } = await openTable(7);
    clock.turnBy(10 * minuteMs);
    expect((await rejectionOf(restore(before))).name).toBe('InvalidRestoreTimeException');
    expect((await rejectionOf(restore(new Date(clock.now())))).name).toBe('InvalidRestoreTimeException');
    const at = new Date(clock.now() - 6 * minuteMs);
    await restore(at);
    clock.turnBy(7 * dayMs);
    expect((await rejectionOf(restore(at))).name).toBe('InvalidRestoreTimeException');
  });

  it('refuses a table that is not there, and a name that is taken', async () => {
    const { TableName, restore } = await openTable();
    const at = moment();
    expect((await rejectionOf(restore(at, TableName))).name).toBe('TableAlreadyExistsException');
    const unknown = new RestoreTableToPointInTimeCommand({
      SourceTableName: 'nothing-of-this-name',
      TargetTableName: 'restored-nothing',
      RestoreDateTime: at,
    });
    expect((await rejectionOf(service.client.send(unknown))).name).toBe('TableNotFoundException');
  });
});

describe('DescribeContinuousBackups', () => {
  it('tells the window, which begins when recovery was turned on and ends five minutes ago', async () => {
    const { TableName } = await openTable(7);
    const command = new DescribeContinuousBackupsCommand({ TableName });
    const windowOf = async () =>
      (await service.client.send(command)).ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    expect(await windowOf()).toMatchObject({ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 7 });
    clock.turnBy(30 * dayMs);
    const window = await windowOf();
    const ageOf = (at: Date | undefined) => Math.round((clock.now() - (at?.getTime() ?? 0)) / minuteMs);
    expect(ageOf(window?.EarliestRestorableDateTime)).toBe((7 * dayMs) / minuteMs);
    expect(ageOf(window?.LatestRestorableDateTime)).toBe(5);
  });
});

describe('DeleteTable and ListTables', () => {
  it('list what there is, a page at a time, and take a table away with its items', async () => {
    const { TableName, put } = await openTable();
    await put('1');
    const first = await service.client.send(new ListTablesCommand({ Limit: 1 }));
    expect(first.TableNames).toHaveLength(1);
    expect(first.LastEvaluatedTableName).toBe(first.TableNames?.[0]);
    const isListed = async () =>
      (await service.client.send(new ListTablesCommand({}))).TableNames?.includes(TableName) === true;
    expect(await isListed()).toBe(true);
    await service.client.send(new DeleteTableCommand({ TableName }));
    expect(await isListed()).toBe(false);
  });

  it('keep a protected table', async () => {
    const TableName = await service.createTable({ DeletionProtectionEnabled: true });
    const error = await rejectionOf(service.client.send(new DeleteTableCommand({ TableName })));
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(/protected against deletion/);
  });
});

describe('what a table remembers', () => {
  it.each([
    ['35 days', 35],
    ['keys 7 days', 7],
  ])('is overwritten: after %s nothing of a deleted item is left', (_, days) => {
    const own = openClock();
    const engine = openDynamoDb({ clock: own, region: 'ap-southeast-3' });
    engine.ensureTable({ ...tableDefinition('things') });
    engine.handle('UpdateContinuousBackups', {
      TableName: 'things',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days },
    });
    const Key = { pk: { S: 'p' }, sk: { S: '1' } };
    engine.handle('PutItem', { TableName: 'things', Item: { ...Key, name: { S: 'somebody' } } });
    engine.handle('DeleteItem', { TableName: 'things', Key });
    engine.sweepHistory();
    expect(engine.historyCount('things')).toBe(2);
    own.turnBy(days * dayMs - minuteMs);
    engine.sweepHistory();
    expect(engine.historyCount('things')).toBe(2);
    own.turnBy(minuteMs);
    engine.sweepHistory();
    expect(engine.historyCount('things')).toBe(0);
    engine.close();
  });

  it('is nothing where recovery is off, and goes when it is turned off', () => {
    const engine = openDynamoDb({ clock: openClock(), region: 'ap-southeast-3' });
    engine.ensureTable({ ...tableDefinition('things') });
    const put = () =>
      engine.handle('PutItem', { TableName: 'things', Item: { pk: { S: 'p' }, sk: { S: randomUUID() } } });
    const turn = (isOn: boolean) =>
      engine.handle('UpdateContinuousBackups', {
        TableName: 'things',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: isOn },
      });
    put();
    expect(engine.historyCount('things')).toBe(0);
    turn(true);
    put();
    engine.ensureTable({ ...tableDefinition('things') });
    put();
    expect(engine.historyCount('things')).toBe(2);
    turn(false);
    expect(engine.historyCount('things')).toBe(0);
    engine.close();
  });
});

describe('permissions of a restore', () => {
  it('are asked for on both tables: the restore itself, and the writing on the caller’s behalf', () => {
    const engine = openDynamoDb({ clock: openClock(), region: 'ap-southeast-3' });
    engine.ensureTable({ ...tableDefinition('things') });
    const needs = engine
      .needsOf('RestoreTableToPointInTime', { SourceTableName: 'things', TargetTableName: 'beside' })
      .map(({ action, resource }) => `${action} ${resource.split('/').at(-1)}`);
    expect(needs).toContain('dynamodb:RestoreTableToPointInTime things');
    expect(needs).toContain('dynamodb:RestoreTableToPointInTime beside');
    expect(needs).toContain('dynamodb:BatchWriteItem beside');
    expect(needs).not.toContain('dynamodb:BatchWriteItem things');
    engine.close();
  });
});
