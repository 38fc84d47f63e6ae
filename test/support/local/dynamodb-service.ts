import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openClock, type Clock } from '#local/clock.ts';
import { openDynamoDb } from '#local/dynamodb/engine.ts';
import { serveEngine } from './json-service.ts';

/** A DynamoDB to test against, with clients bound to it. */
export interface DynamoDbService {
  client: DynamoDBClient;
  document: DynamoDBDocumentClient;
  /** Creates a table of its own for a test file and answers its name. */
  createTable(overrides?: Partial<CreateTableCommandInput>): Promise<string>;
  close(): Promise<void>;
}

/** Keys `pk` and `sk`, index `by-holder` on `holder` and `age`, `narrow` with `color` only, stream with both images. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'holder', AttributeType: 'S' },
      { AttributeName: 'age', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-holder',
        KeySchema: [
          { AttributeName: 'holder', KeyType: 'HASH' },
          { AttributeName: 'age', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
      {
        IndexName: 'narrow',
        KeySchema: [{ AttributeName: 'holder', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['color'] },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}

async function openEndpoint(clock: Clock): Promise<{ url: string | undefined; close: () => Promise<void> }> {
  const remote = process.env['DYNAMODB_ENDPOINT'];
  if (remote !== undefined) return { url: remote === 'aws' ? undefined : remote, close: async () => {} };
  const engine = openDynamoDb({ clock, region: 'ap-southeast-3' });
  const service = await serveEngine(engine);
  return {
    url: service.url,
    close: async () => {
      await service.close();
      engine.close();
    },
  };
}

/**
 * Opens the engine behind HTTP. `DYNAMODB_ENDPOINT` puts another implementation in its place: a URL (DynamoDB Local), or
 * `aws` for the account and region of the environment.
 */
export async function openDynamoDbService(clock = openClock()): Promise<DynamoDbService> {
  const endpoint = await openEndpoint(clock);
  const client = new DynamoDBClient(endpoint.url === undefined ? {} : { endpoint: endpoint.url, maxAttempts: 1 });
  return {
    client,
    document: DynamoDBDocumentClient.from(client),
    async createTable(overrides = {}) {
      const tableName = `contract-${randomUUID()}`;
      await client.send(new CreateTableCommand({ ...tableDefinition(tableName), ...overrides }));
      await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: tableName });
      return tableName;
    },
    async close() {
      client.destroy();
      await endpoint.close();
    },
  };
}

/** What a promise is rejected with; fails when it is not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return promise.then(
    () => {
      throw new Error('Expected a rejection');
    },
    (error: Error & Record<string, unknown>) => error,
  );
}
