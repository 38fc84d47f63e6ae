import type { Members } from '#local/json-members.ts';
import { answerBatch } from '#local/sqs/batch.ts';
import { removeByReceipt } from '#local/sqs/operations/delete-message.ts';
import type { Store } from '#local/sqs/store.ts';

/** DeleteMessageBatch. */
export function deleteMessageBatch(store: Store, input: Members): Members {
  store.queues.byUrl(input);
  return answerBatch(input, (entry) => removeByReceipt(store, entry));
}
