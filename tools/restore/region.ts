import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tables as declared, type TableName } from '#lib/tables.ts';
import { isTable } from '../table-name.ts';
import { openFunctionApi, type FunctionApi } from './function-api.ts';

/** Physical names of all tables of the product. */
export type TableNames = Readonly<Record<TableName, string>>;

/** A region as an operator meets it. */
export interface Region {
  client: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  functions: FunctionApi;
  /** The declared tables. */
  tables: TableNames;
  /** The present by the clock of the region, not of the operator's machine. */
  now(): Date;
  close(): void;
}

/** What stands between the name of a table and the time to which a copy of it was restored. */
export const restoredMark = '-restored-';

function nameOf(names: readonly string[], table: TableName): string {
  const found = names.filter((name) => isTable(name, table) && !name.includes(restoredMark));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new Error(`The region has ${found.length} tables ${table}: nothing can be restored into it`);
}

async function findTables(client: DynamoDBClient): Promise<TableNames> {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  const entries = Object.keys(declared).map((table) => [table, nameOf(names, table as TableName)] as const);
  return Object.fromEntries(entries) as TableNames;
}

/**
 * Opens a region with the credentials and endpoint of the environment. Throws an Error when a declared table is missing:
 * deploy first, so that what is restored comes into tables with their declared settings.
 */
export async function openRegion(region: string): Promise<Region> {
  const client = new DynamoDBClient({ region });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const tables = await findTables(client);
  const functions = openFunctionApi(region, client.config.systemClockOffset);
  return {
    client,
    documents,
    functions,
    tables,
    now: () => new Date(Date.now() + client.config.systemClockOffset),
    close() {
      functions.close();
      client.destroy();
    },
  };
}
