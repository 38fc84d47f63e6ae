import type { Queue } from '#local/sqs/queue.ts';

/** Whoever waits for messages of a queue, so that nobody polls. */
export interface Wakers {
  /** Calls `listener` whenever a message of the queue may have become receivable; the answer ends it. */
  onArrival(queue: Queue, listener: () => void): () => void;
  wake(queue: Queue): void;
}

/** Opens an empty register of waiting receivers. */
export function openWakers(): Wakers {
  const listeners = new Map<string, Set<() => void>>();
  const of = (queue: Queue): Set<() => void> => {
    const known = listeners.get(queue.name) ?? new Set();
    listeners.set(queue.name, known);
    return known;
  };
  return {
    onArrival(queue, listener) {
      of(queue).add(listener);
      return () => void of(queue).delete(listener);
    },
    wake(queue) {
      for (const listener of of(queue)) listener();
    },
  };
}
