import { localAccount } from '../identity.ts';
import type { Need } from '../identity.ts';
import { optionalTextAt } from '../template/properties.ts';
import type { Stage } from '../template/stage.ts';

/** What each use of a queue does with the queue's own key (SQS developer guide, "Key management"). */
const keyActions: Readonly<Record<string, readonly string[]>> = {
  'sqs:SendMessage': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sqs:ReceiveMessage': ['kms:Decrypt'],
};

/**
 * Reads which queues are encrypted with a customer's key. The answer adds the permissions on that key, through SQS, to
 * those that a request needs.
 */
export function readQueueKeys(stage: Stage): (needs: readonly Need[]) => readonly Need[] {
  const keys = new Map<string, string>();
  for (const queue of stage.resources('AWS::SQS::Queue')) {
    const key = optionalTextAt(queue.properties, 'KmsMasterKeyId');
    if (key === undefined || key === 'alias/aws/sqs') continue;
    keys.set(
      stage.arnOf(queue),
      key.startsWith('arn:') ? key : `arn:aws:kms:${stage.region}:${localAccount}:key/${key}`,
    );
  }
  return (needs) =>
    needs.flatMap(({ action, resource }) => {
      const key = keys.get(resource);
      if (key === undefined) return [];
      const context = {
        'kms:ViaService': `sqs.${stage.region}.amazonaws.com`,
        'kms:CallerAccount': localAccount,
        'kms:EncryptionContext:aws:sqs:arn': resource,
        'kms:EncryptionContextKeys': ['aws:sqs:arn'],
      };
      return (keyActions[action] ?? []).map((keyAction) => ({ action: keyAction, resource: key, context }));
    });
}
