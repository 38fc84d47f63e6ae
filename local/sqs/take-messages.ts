import { waitUntil } from '#local/wait-until.ts';
import type { Message } from '#local/sqs/messages.ts';
import type { Queue } from '#local/sqs/queue.ts';
import type { Store } from '#local/sqs/store.ts';

/** How many messages to take, and for how long they are hidden from other receivers. */
export interface Taking {
  limit: number;
  visibilityTimeoutSeconds: number;
}

/**
 * Takes visible messages, oldest first, and hides them. A message that was already received `maxReceiveCount` times
 * goes to its dead-letter queue instead: like AWS, only when somebody asks for it again.
 */
export function takeMessages(store: Store, queue: Queue, { limit, visibilityTimeoutSeconds }: Taking): Message[] {
  store.messages.expire(queue);
  for (;;) {
    const found = store.messages.visible(queue, limit);
    const spent = found.filter((message) => queue.redrive && message.receiveCount >= queue.redrive.maxReceiveCount);
    for (const message of spent) {
      store.messages.bury(message, queue, store.queues.byArn(queue.redrive?.deadLetterTargetArn ?? ''));
    }
    const alive = found.filter((message) => !spent.includes(message));
    if (alive.length > 0 || found.length === 0) {
      return alive.map((message) => store.messages.receive(message, visibilityTimeoutSeconds));
    }
  }
}

/** Waits until a queue may have something to receive, or the cloud's time `untilMs`, or an abort. */
export function waitForMessages(store: Store, queue: Queue, until: { ms: number; signal: AbortSignal }): Promise<void> {
  return waitUntil({
    clock: store.clock,
    untilMs: Math.min(until.ms, store.messages.nextVisibleAtMs(queue)),
    signal: until.signal,
    subscribe: (wake) => store.messages.onArrival(queue, wake),
  });
}
