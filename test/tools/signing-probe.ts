import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

/** Bundled like a function by `bundle.test.ts`: makes one signed call to the endpoint of the environment. */
export async function handler(): Promise<string> {
  const client = new DynamoDBClient({ maxAttempts: 1 });
  try {
    await client.send(new GetItemCommand({ TableName: 'probe', Key: { pk: { S: 'probe' } } }));
    return 'answered';
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}
