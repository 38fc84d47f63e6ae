import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { TableDeclaration } from '../tables.ts';

/** Attribute by which DynamoDB removes items, in seconds since 1970. Only the broom: every read checks expiry itself. */
const expiryAttribute = 'expiresAtSeconds';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** A table that holds something about persons: own key, recovery window, deletion protection, kept when its stack goes. */
export class PersonTable extends TableV2 {
  constructor(scope: Construct, id: string, { key, declaration }: { key: Key; declaration: TableDeclaration }) {
    super(scope, id, {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: declaration.recoveryDays,
      },
      timeToLiveAttribute: declaration.expires ? expiryAttribute : undefined,
      dynamoStream: declaration.streams ? StreamViewType.NEW_IMAGE : undefined,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: Object.entries(declaration.indexes ?? {}).map(([indexName, { partition, sort }]) => ({
        indexName,
        partitionKey: text(partition),
        sortKey: text(sort),
      })),
    });
  }
}
