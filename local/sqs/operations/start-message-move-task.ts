import { randomUUID } from 'node:crypto';
import { AwsError } from '#local/aws-error.ts';
import { readText, requireText, type Members } from '#local/json-members.ts';
import type { Store } from '#local/sqs/store.ts';

/**
 * StartMessageMoveTask: brings every message of a dead-letter queue back to where it came from, or to
 * `DestinationArn`. The whole task is done before the answer.
 */
export function startMessageMoveTask(store: Store, input: Members): Members {
  const source = store.queues.byArn(requireText(input, 'SourceArn'));
  const isDeadLetterQueue = store.queues.all().some((queue) => queue.redrive?.deadLetterTargetArn === source.arn);
  if (!isDeadLetterQueue) {
    throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
  }
  const destinationArn = readText(input, 'DestinationArn');
  for (const message of store.messages.all(source)) {
    const target = destinationArn ?? message.sourceArn;
    if (target !== undefined) store.messages.revive(message, store.queues.byArn(target));
  }
  return { TaskHandle: randomUUID() };
}
