// Handler of the sample app's queues, streams and schedules: writes what it received into the table's journal.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient());

export const handler = async (event: { Records?: { messageId?: string; eventID?: string; body?: string }[] }) => {
  const heard = process.env['HEARD'] ?? 'event';
  for (const record of event.Records ?? [event]) {
    const told = JSON.stringify(record);
    if (told.includes('poison')) throw new Error('poisoned');
    const id = `${heard}#${'messageId' in record || 'eventID' in record ? (record.messageId ?? record.eventID) : 'once'}`;
    await documents.send(new PutCommand({ TableName: process.env['TABLE_NAME'], Item: { id, told } }));
  }
  return { batchItemFailures: [] };
};
