import type { Members } from '#local/json-members.ts';
import type { Store } from '#local/sqs/store.ts';

/** PurgeQueue: at once, where AWS takes up to a minute. */
export function purgeQueue(store: Store, input: Members): Members {
  store.messages.purge(store.queues.byUrl(input));
  return {};
}
