import type { Members } from '#local/json-members.ts';
import { answerBatch } from '#local/sqs/batch.ts';
import { storeMessage } from '#local/sqs/operations/send-message.ts';
import type { Store } from '#local/sqs/store.ts';

/** SendMessageBatch: up to 10 messages, each accepted or refused on its own. */
export function sendMessageBatch(store: Store, input: Members): Members {
  const queue = store.queues.byUrl(input);
  return answerBatch(input, (entry) => storeMessage(store, queue, entry));
}
