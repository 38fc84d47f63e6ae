import { readTextList, type Members } from '#local/json-members.ts';
import type { Queue } from '#local/sqs/queue.ts';
import type { Store } from '#local/sqs/store.ts';

function describeQueue(store: Store, queue: Queue): Record<string, string> {
  store.messages.expire(queue);
  const now = store.clock.now();
  const messages = store.messages.all(queue);
  const hidden = messages.filter((message) => message.visibleAtMs > now);
  const delayed = hidden.filter((message) => message.receiveCount === 0);
  return {
    QueueArn: queue.arn,
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    DelaySeconds: String(queue.delaySeconds),
    MessageRetentionPeriod: String(queue.messageRetentionSeconds),
    MaximumMessageSize: String(queue.maximumMessageBytes),
    ReceiveMessageWaitTimeSeconds: String(queue.receiveWaitSeconds),
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
    ...(queue.redrive && { RedrivePolicy: JSON.stringify(queue.redrive) }),
  };
}

/** GetQueueAttributes. Counts are exact here, where AWS only approximates. */
export function getQueueAttributes(store: Store, input: Members): Members {
  const attributes = describeQueue(store, store.queues.byUrl(input));
  const wanted = readTextList(input, 'AttributeNames');
  if (wanted.includes('All')) return { Attributes: attributes };
  return { Attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted.includes(name))) };
}
