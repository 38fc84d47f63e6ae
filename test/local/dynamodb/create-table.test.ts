import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openDynamoDbService,
  rejectionOf,
  tableDefinition,
  type DynamoDbService,
} from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
beforeAll(async () => {
  service = await openDynamoDbService();
});
afterAll(() => service.close());

describe('CreateTable', () => {
  it('refuses a name that is taken', async () => {
    const taken = await service.createTable();
    const error = await rejectionOf(service.client.send(new CreateTableCommand(tableDefinition(taken))));
    expect(error.name).toBe('ResourceInUseException');
  });

  it('refuses key attributes that are not defined', async () => {
    const error = await rejectionOf(service.createTable({ AttributeDefinitions: [] }));
    expect(error.name).toBe('ValidationException');
  });
});
