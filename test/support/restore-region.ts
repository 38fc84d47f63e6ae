import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { tables as declared } from '#lib/tables.ts';
import { openClock } from '#local/clock.ts';
import { openDynamoDb, type DynamoDb } from '#local/dynamodb/engine.ts';
import type { Region, TableNames } from '#tools/restore/region.ts';
import { serveEngine } from './local/json-service.ts';

/** A region that has tables and nothing else, for the steps of a restore. Each table is named as it is declared. */
export interface RestoreRegion {
  region: Region;
  engine: DynamoDb;
  put(TableName: string, item: Record<string, unknown>): Promise<unknown>;
  rows(TableName: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const tableInput = (TableName: string) => ({
  TableName,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
});

type Handle = DynamoDb['handle'];

/**
 * Opens the region with the declared tables and some copies.
 * @param bend takes the place of the engine where it answers something
 */
export async function openRestoreRegion(
  copies: readonly string[],
  bend: (engine: DynamoDb, ...call: Parameters<Handle>) => ReturnType<Handle> | undefined = () => undefined,
): Promise<RestoreRegion> {
  const engine = openDynamoDb({ clock: openClock(), region: 'ap-southeast-3' });
  const names = Object.keys(declared);
  for (const name of [...names, ...copies]) engine.ensureTable(tableInput(name));
  const service = await serveEngine({
    handle: (operation, input) => bend(engine, operation, input) ?? engine.handle(operation, input),
  });
  const client = new DynamoDBClient({ endpoint: service.url, region: 'ap-southeast-3' });
  const documents = DynamoDBDocumentClient.from(client);
  const region: Region = {
    client,
    documents,
    functions: {
      list: async () => [],
      reservedOf: async () => undefined,
      reserve: async () => {},
      settingOf: async () => '',
      close: () => {},
    },
    tables: Object.fromEntries(names.map((name) => [name, name])) as TableNames,
    now: () => new Date('2027-03-01T10:00:00Z'),
    close: () => client.destroy(),
  };
  return {
    region,
    engine,
    put: (TableName, Item) => documents.send(new PutCommand({ TableName, Item })),
    rows: async (TableName) => (await documents.send(new ScanCommand({ TableName }))).Items ?? [],
    async close() {
      region.close();
      await service.close();
      engine.close();
    },
  };
}
