import { AwsError } from '#local/aws-error.ts';
import { readWhole, type Members } from '#local/json-members.ts';
import { readReceipt } from '#local/sqs/receipt.ts';
import type { Store } from '#local/sqs/store.ts';

/** ChangeMessageVisibility: hides a message in flight for so many seconds from now; 0 shows it at once. */
export function changeMessageVisibility(store: Store, input: Members): Members {
  const queue = store.queues.byUrl(input);
  const seconds = readWhole(input, 'VisibilityTimeout') ?? Number.NaN;
  if (!(seconds >= 0 && seconds <= 43_200)) {
    const reason = 'Must be between 0 and 43200.';
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: ${reason}`,
    );
  }
  const message = store.messages.byReceipt(readReceipt(input));
  if (!message || message.visibleAtMs <= store.clock.now()) {
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
  }
  store.messages.hide(queue, message.number, seconds);
  return {};
}
