import { notImplemented } from '#local/aws-error.ts';
import type { Need } from '#local/identity.ts';
import { readText, requireText, type Members } from '#local/json-members.ts';
import type { Store } from '#local/sqs/store.ts';

/** The IAM action of each operation on the queue in `QueueUrl`; the batch forms need what the single forms need. */
const actions: Record<string, string> = {
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessage: 'sqs:DeleteMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibility: 'sqs:ChangeMessageVisibility',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  PurgeQueue: 'sqs:PurgeQueue',
};

const need = (action: string, resource: string): Need => ({ action, resource, context: {} });

function needsOfMove(input: Members): Need[] {
  const source = requireText(input, 'SourceArn');
  const destination = readText(input, 'DestinationArn');
  return [
    need('sqs:StartMessageMoveTask', source),
    need('sqs:ReceiveMessage', source),
    need('sqs:DeleteMessage', source),
    need('sqs:GetQueueAttributes', source),
    ...(destination ? [need('sqs:SendMessage', destination)] : []),
  ];
}

/** The permissions a request amounts to (Service Authorization Reference, "Amazon SQS"). */
export function needsOfRequest(store: Store, operation: string, input: Members): Need[] {
  if (operation === 'StartMessageMoveTask') return needsOfMove(input);
  const action = actions[operation];
  if (action === undefined) throw notImplemented(`sqs:${operation}`);
  return [need(action, store.queues.byUrl(input).arn)];
}

/** What a function's role must be allowed so that Lambda may poll a queue for it. */
export function needsOfMapping(queueArn: string): Need[] {
  return ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map((action) => need(action, queueArn));
}
