import type { KeySchema, Table } from './table.ts';

function describeKeys(schema: KeySchema) {
  return [
    { AttributeName: schema.hashKey, KeyType: 'HASH' },
    ...(schema.rangeKey === undefined ? [] : [{ AttributeName: schema.rangeKey, KeyType: 'RANGE' }]),
  ];
}

function describeProjection(projected: string[] | undefined) {
  if (projected === undefined) return { ProjectionType: 'ALL' };
  if (projected.length === 0) return { ProjectionType: 'KEYS_ONLY' };
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: projected };
}

function describeStream({ stream }: Table) {
  return (
    stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.view },
      LatestStreamLabel: stream.label,
      LatestStreamArn: stream.arn,
    }
  );
}

/** The TableDescription that CreateTable and DescribeTable answer. */
export function describeTable(table: Table, itemCount: number): Record<string, unknown> {
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: 'ACTIVE',
    CreationDateTime: table.createdAtSeconds,
    ItemCount: itemCount,
    KeySchema: describeKeys(table),
    AttributeDefinitions: Object.entries(table.keyTypes).map(([name, type]) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    BillingModeSummary: { BillingMode: table.billingMode },
    DeletionProtectionEnabled: table.deletionProtected,
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: table.indexes.map((index) => ({
        IndexName: index.name,
        IndexArn: `${table.arn}/index/${index.name}`,
        IndexStatus: 'ACTIVE',
        KeySchema: describeKeys(index),
        Projection: describeProjection(index.projected),
      })),
    }),
    ...(table.encryptionKeyArn !== undefined && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: table.encryptionKeyArn },
    }),
    ...describeStream(table),
  };
}
