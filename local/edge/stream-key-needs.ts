import { localAccount } from '../identity.ts';
import type { Need } from '../identity.ts';
import { optionalTextAt, recordAt, recordsAt } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';

function keyOf({ properties }: Resource): string | undefined {
  const settings = [properties, ...recordsAt(properties, 'Replicas')].map((each) => recordAt(each, 'SSESpecification'));
  return settings.map((each) => optionalTextAt(each, 'KMSMasterKeyId')).find((key) => key !== undefined);
}

/**
 * Reads which tables are encrypted with a customer's key. The answer adds, to the reading of a stream, the use of that
 * key through DynamoDB: a stream is encrypted with the key of its table (DynamoDB developer guide, "Encryption at rest").
 */
export function readStreamKeys(stage: Stage): (needs: readonly Need[]) => readonly Need[] {
  const keys = new Map<string, { key: string; tableName: string }>();
  for (const table of stage.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    const key = keyOf(table);
    if (key !== undefined) keys.set(stage.arnOf(table), { key, tableName: table.name });
  }
  return (needs) =>
    needs.flatMap(({ action, resource }) => {
      const sealed = keys.get(resource.split('/stream/')[0] ?? '');
      if (action !== 'dynamodb:GetRecords' || sealed === undefined) return [];
      const context = {
        'kms:ViaService': `dynamodb.${stage.region}.amazonaws.com`,
        'kms:CallerAccount': localAccount,
        'kms:EncryptionContext:aws:dynamodb:tableName': sealed.tableName,
        'kms:EncryptionContext:aws:dynamodb:subscriberId': localAccount,
        'kms:EncryptionContextKeys': ['aws:dynamodb:tableName', 'aws:dynamodb:subscriberId'],
      };
      return [{ action: 'kms:Decrypt', resource: sealed.key, context }];
    });
}
