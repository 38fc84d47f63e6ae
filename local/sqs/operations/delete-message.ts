import type { Members } from '#local/json-members.ts';
import { readReceipt } from '#local/sqs/receipt.ts';
import type { Store } from '#local/sqs/store.ts';

/** Deletes what a receipt stands for. A receipt that a later receive replaced, or of a deleted message, does nothing. */
export function removeByReceipt(store: Store, input: Members): Members {
  const message = store.messages.byReceipt(readReceipt(input));
  if (message) store.messages.remove(message.number);
  return {};
}

/** DeleteMessage. */
export function deleteMessage(store: Store, input: Members): Members {
  store.queues.byUrl(input);
  return removeByReceipt(store, input);
}
