import type { Delivery } from '#domain/notification/sending.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';
import { affectedKey } from './affected-key.ts';

/**
 * The write that carries the state of a mail to the list of its breach, in the transaction that moves the mail; none for
 * other mails. So what a list says of a person is what mail events said.
 */
export function followingDelivery({ type, recordId, recipient, state }: Delivery): Write[] {
  if (type !== 'breach-notice' || recordId === undefined) return [];
  return [
    {
      Update: {
        TableName: setting('TABLE_BREACHES'),
        Key: affectedKey(recordId, recipient),
        UpdateExpression: 'SET #state = :state',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': state },
      },
    },
  ];
}
