import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '#lib/tables.ts';
import type { DemoCloud } from '../demo/demo-cloud.ts';

const writesMax = 25;

/** Empties tables as a wrong script with an operator's rights would. Answers how many items are gone. */
export async function loseTables(cloud: DemoCloud, tables: readonly TableName[]): Promise<number> {
  const client = new DynamoDBClient(cloud.cloud.clientSettings());
  const documents = DynamoDBDocumentClient.from(client);
  let lost = 0;
  for (const table of tables) {
    const rows = await cloud.rows(table);
    for (let first = 0; first < rows.length; first += writesMax) {
      const page = rows.slice(first, first + writesMax);
      const requests = page.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
      await documents.send(new BatchWriteCommand({ RequestItems: { [cloud.tableName(table)]: requests } }));
    }
    lost += rows.length;
  }
  client.destroy();
  return lost;
}
