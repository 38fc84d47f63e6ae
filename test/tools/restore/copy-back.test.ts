import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tables as declared } from '#lib/tables.ts';
import { openClock } from '#local/clock.ts';
import { openDynamoDb } from '#local/dynamodb/engine.ts';
import { copyBack } from '#tools/restore/copy-back.ts';
import type { Region, TableNames } from '#tools/restore/region.ts';
import { serveEngine, type JsonService } from '#test/support/local/json-service.ts';

const engine = openDynamoDb({ clock: openClock(), region: 'ap-southeast-3' });
let service: JsonService;
let region: Region;
/** How much of a batch DynamoDB gets to; all of it when undefined. */
let itemsInTime: number | undefined;

/** Does a part of a batch and hands back the rest, as DynamoDB does under load. */
function writeInPart(input: Record<string, unknown>): Record<string, unknown> {
  if (itemsInTime === undefined) return engine.handle('BatchWriteItem', input);
  const { RequestItems } = input as { RequestItems: Record<string, unknown[]> };
  const [[name, requests] = ['', []]] = Object.entries(RequestItems);
  if (itemsInTime > 0) engine.handle('BatchWriteItem', { RequestItems: { [name]: requests.slice(0, itemsInTime) } });
  const left = requests.slice(itemsInTime);
  return { UnprocessedItems: left.length === 0 ? {} : { [name]: left } };
}

const tableInput = (TableName: string) => ({
  TableName,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
});

beforeAll(async () => {
  for (const name of ['copy', 'live']) engine.ensureTable(tableInput(name));
  service = await serveEngine({
    handle: (operation, input) =>
      operation === 'BatchWriteItem' ? writeInPart(input) : engine.handle(operation, input),
  });
  const client = new DynamoDBClient({ endpoint: service.url, region: 'ap-southeast-3' });
  const names = Object.keys(declared).map((table) => [table, 'live']);
  region = {
    client,
    documents: DynamoDBDocumentClient.from(client),
    functions: {
      list: async () => [],
      reservedOf: async () => undefined,
      reserve: async () => {},
      settingOf: async () => '',
    },
    tables: Object.fromEntries(names) as TableNames,
    now: () => new Date('2027-03-01T10:00:00Z'),
    close: () => client.destroy(),
  };
});
afterAll(async () => {
  region.close();
  await service.close();
  engine.close();
});

const put = (TableName: string, Item: Record<string, unknown>) =>
  region.documents.send(new PutCommand({ TableName, Item }));
const live = async () => (await region.documents.send(new ScanCommand({ TableName: 'live' }))).Items ?? [];
const copy = async () => (await copyBack(region, { players: 'copy' }, 1)).get('players');

describe('copying back', () => {
  it('asks again for what DynamoDB did not get to, and no more often than ten times', async () => {
    for (let number = 10; number < 70; number += 1)
      await put('copy', { pk: `p${number}`, sk: 'wallet', walletId: 'w' });
    itemsInTime = 0;
    await expect(copy()).rejects.toThrow(/run the same command again/);
    itemsInTime = 7;
    expect(await copy()).toEqual({ read: 60, written: 60, kept: 0, expired: 0 });
    itemsInTime = undefined;
    expect(await live()).toHaveLength(60);
    expect(await copy()).toEqual({ read: 60, written: 0, kept: 60, expired: 0 });
  });

  it('leaves what is newer, leaves out what has expired, and ends the sessions of accounts that come back', async () => {
    await put('live', { pk: 'p10', sk: 'wallet', walletId: 'newer' });
    await put('copy', { pk: 'old', sk: 'wallet', expiresAtSeconds: 1 });
    await put('copy', { pk: 'one', sk: 'account', state: 'open', sessionsValidFrom: '2027-01-01T00:00:00.000Z' });
    await put('copy', { pk: 'two', sk: 'account', state: 'closed', sessionsValidFrom: '2027-01-01T00:00:00.000Z' });
    expect(await copy()).toEqual({ read: 63, written: 2, kept: 60, expired: 1 });
    const rows = await live();
    const find = (pk: string) => rows.find((row) => row['pk'] === pk);
    expect(find('p10')?.['walletId']).toBe('newer');
    expect(find('old')).toBeUndefined();
    expect(find('one')?.['sessionsValidFrom']).toBe('2027-03-01T10:00:00.000Z');
    expect(find('two')?.['sessionsValidFrom']).toBe('2027-01-01T00:00:00.000Z');
  });
});
