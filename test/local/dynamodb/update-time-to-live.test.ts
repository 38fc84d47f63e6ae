import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
beforeAll(async () => {
  service = await openDynamoDbService();
});
afterAll(() => service.close());

describe('UpdateTimeToLive', () => {
  it('answers the setting and refuses to set it twice', async () => {
    const TableName = await service.createTable();
    const command = new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: 'endsAtSeconds', Enabled: true },
    });
    const answer = await service.client.send(command);
    expect(answer.TimeToLiveSpecification).toEqual({ AttributeName: 'endsAtSeconds', Enabled: true });
    const error = await rejectionOf(service.client.send(command));
    expect(error.name).toBe('ValidationException');
  });
});
