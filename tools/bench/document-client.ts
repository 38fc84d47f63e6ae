// The yardstick of cold starts: the DynamoDB document client and nothing else, built like every function.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

/** Reads one item; it is bundled to be loaded, not to be called. */
export async function handler(): Promise<unknown> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  return await client.send(new GetCommand({ TableName: 'yardstick', Key: { pk: 'one', sk: 'one' } }));
}
