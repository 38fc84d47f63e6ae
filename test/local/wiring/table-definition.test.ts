import { describe, expect, it } from 'vitest';
import type { Resource, Stage } from '#local/template/stage.ts';
import { tableDefinition } from '#local/wiring/table-definition.ts';

const region = 'ap-southeast-3';
const stage: Stage = { region, resources: () => [], arnOf: () => '', assetPath: () => '', outputs: new Map() };
const keys = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};
const table = (type: string, properties: object): Resource => ({
  stackName: 'One',
  logicalId: 'Table',
  type,
  name: 'players',
  properties: { ...keys, ...properties },
});

describe('the definition of a table', () => {
  it('takes the key of a global table from the replica of its own region', () => {
    const replica = (place: string, key: string) => ({ Region: place, SSESpecification: { KMSMasterKeyId: key } });
    const { definition } = tableDefinition(
      table('AWS::DynamoDB::GlobalTable', {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [replica('eu-west-1', 'other'), replica(region, 'own')],
      }),
      stage,
    );
    expect(definition).toEqual({
      ...keys,
      TableName: 'players',
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'own' },
    });
  });

  it('takes the key of a plain table from the table', () => {
    const { definition } = tableDefinition(
      table('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'own' } }),
      stage,
    );
    expect(definition).toMatchObject({ SSESpecification: { KMSMasterKeyId: 'own' } });
  });

  it('takes protection and recovery window from the replica, 35 days where none is named', () => {
    const replica = (recovery: object) => ({
      Replicas: [{ Region: region, DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: recovery }],
    });
    const short = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 };
    const { definition, recoveryDays } = tableDefinition(table('AWS::DynamoDB::GlobalTable', replica(short)), stage);
    expect(definition).toMatchObject({ DeletionProtectionEnabled: true });
    expect(recoveryDays).toBe(7);
    const plain = replica({ PointInTimeRecoveryEnabled: true });
    expect(tableDefinition(table('AWS::DynamoDB::GlobalTable', plain), stage).recoveryDays).toBe(35);
  });

  it('has a stream and a time to live only where the template declares them', () => {
    const streaming = tableDefinition(
      table('AWS::DynamoDB::GlobalTable', {
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
        TimeToLiveSpecification: { AttributeName: 'endsAtSeconds', Enabled: true },
      }),
      stage,
    );
    expect(streaming.definition).toMatchObject({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    });
    expect(streaming.timeToLiveAttribute).toBe('endsAtSeconds');
    const plain = tableDefinition(
      table('AWS::DynamoDB::Table', { TimeToLiveSpecification: { AttributeName: 'endsAtSeconds', Enabled: false } }),
      stage,
    );
    expect(plain).toEqual({ definition: { ...keys, TableName: 'players' } });
  });
});
