import { describe, expect, it } from 'vitest';
import { openClock } from '#local/clock.ts';
import { openDynamoDb } from '#local/dynamodb/engine.ts';
import { tableDefinition } from '#test/support/local/dynamodb-service.ts';

const tableArn = 'arn:aws:dynamodb:ap-southeast-3:000000000000:table/things';
const keyArn = 'arn:aws:kms:ap-southeast-3:000000000000:key/table-key';

function open(more: object = {}) {
  const engine = openDynamoDb({ clock: openClock(), region: 'ap-southeast-3' });
  engine.ensureTable({ ...tableDefinition('things'), ...more });
  return engine;
}

const Key = { pk: { S: 'p' }, sk: { S: '1' } };

describe('needsOf', () => {
  it('asks for the operation on the table, with the partition key as leading key', () => {
    expect(open().needsOf('GetItem', { TableName: 'things', Key })).toEqual([
      { action: 'dynamodb:GetItem', resource: tableArn, context: { 'dynamodb:LeadingKeys': ['p'] } },
    ]);
  });

  it('asks for each entry of a transaction by its own action', () => {
    const entry = { TableName: 'things', Key };
    const TransactItems = [
      { Put: { TableName: 'things', Item: Key } },
      { Update: entry },
      { Delete: entry },
      { ConditionCheck: entry },
    ];
    const needs = open().needsOf('TransactWriteItems', { TransactItems });
    expect(needs.map(({ action }) => action)).toEqual([
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:ConditionCheckItem',
    ]);
    expect(needs.every(({ context }) => String(context['dynamodb:LeadingKeys']) === 'p')).toBe(true);
    expect(open().needsOf('TransactGetItems', { TransactItems: [{ Get: entry }] })[0]?.action).toBe('dynamodb:GetItem');
  });

  it('asks for a batch once for each table, with every leading key', () => {
    const RequestItems = {
      things: [{ PutRequest: { Item: Key } }, { DeleteRequest: { Key: { ...Key, pk: { S: 'q' } } } }],
    };
    expect(open().needsOf('BatchWriteItem', { RequestItems })).toEqual([
      { action: 'dynamodb:BatchWriteItem', resource: tableArn, context: { 'dynamodb:LeadingKeys': ['p', 'q'] } },
    ]);
    expect(open().needsOf('BatchGetItem', { RequestItems: { things: { Keys: [Key] } } })).toEqual([
      { action: 'dynamodb:BatchGetItem', resource: tableArn, context: { 'dynamodb:LeadingKeys': ['p'] } },
    ]);
  });

  it('asks for a query of an index on the index, with the key that the condition binds', () => {
    const needs = open().needsOf('Query', {
      TableName: 'things',
      IndexName: 'by-holder',
      KeyConditionExpression: 'age > :a AND #h = :h',
      ExpressionAttributeNames: { '#h': 'holder' },
      ExpressionAttributeValues: { ':h': { S: 'someone' }, ':a': { N: '1' } },
    });
    expect(needs).toEqual([
      {
        action: 'dynamodb:Query',
        resource: `${tableArn}/index/by-holder`,
        context: { 'dynamodb:LeadingKeys': ['someone'], 'dynamodb:Select': 'ALL_ATTRIBUTES' },
      },
    ]);
  });

  it('has no leading keys for a scan', () => {
    const [need] = open().needsOf('Scan', { TableName: 'things' });
    expect(need?.context).toEqual({ 'dynamodb:Select': 'ALL_ATTRIBUTES' });
  });

  it('asks for the key of an encrypted table, through the service', () => {
    const engine = open({ SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn } });
    const [, need] = engine.needsOf('PutItem', { TableName: 'things', Item: Key });
    expect(need).toMatchObject({
      action: 'kms:Decrypt',
      resource: keyArn,
      context: {
        'kms:ViaService': 'dynamodb.ap-southeast-3.amazonaws.com',
        'kms:EncryptionContext:aws:dynamodb:tableName': 'things',
      },
    });
    expect(engine.needsOf('DescribeTable', { TableName: 'things' })).toHaveLength(1);
  });
});
