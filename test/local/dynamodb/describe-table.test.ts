import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
beforeAll(async () => {
  service = await openDynamoDbService();
});
afterAll(() => service.close());

describe('DescribeTable', () => {
  it('answers keys, indexes, billing and stream', async () => {
    const TableName = await service.createTable();
    const { Table } = await service.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableName,
      TableStatus: 'ACTIVE',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(Table?.TableArn).toMatch(/^arn:aws:dynamodb:[^:]+:\d{12}:table\//);
    expect(Table?.LatestStreamArn).toContain(`${Table?.TableArn}/stream/`);
    const indexes = new Map(Table?.GlobalSecondaryIndexes?.map((index) => [index.IndexName, index.Projection]));
    expect(indexes.get('by-holder')).toEqual({ ProjectionType: 'ALL' });
    expect(indexes.get('narrow')).toEqual({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['color'] });
  });

  it('refuses a table that does not exist', async () => {
    const error = await rejectionOf(service.client.send(new DescribeTableCommand({ TableName: 'nowhere' })));
    expect(error.name).toBe('ResourceNotFoundException');
  });
});
