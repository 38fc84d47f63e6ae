import { setMaxListeners } from 'node:events';
import type { Need } from '#local/identity.ts';
import { invokePatiently } from '#local/lambda/invoke-patiently.ts';
import { readItemFailures } from '#local/lambda/item-failures.ts';
import type { Members } from '#local/json-members.ts';
import { presentRecord } from '#local/sqs/mapping-event.ts';
import type { Message } from '#local/sqs/messages.ts';
import { needsOfMapping } from '#local/sqs/permissions.ts';
import type { Queue } from '#local/sqs/queue.ts';
import type { Store } from '#local/sqs/store.ts';
import { takeMessages, waitForMessages } from '#local/sqs/take-messages.ts';

/** What a fault plan may do to a delivery: the same batch twice, or its records in the opposite order. */
export type DeliveryFault = 'duplicate' | 'reorder';

/** An `AWS::Lambda::EventSourceMapping` of a queue, resolved. */
export interface QueueMappingOptions {
  queueArn: string;
  /** Records of one invocation at most. */
  batchSize: number;
  /** How long a batch may gather before the function is invoked, in seconds; 0 takes what is there. */
  windowSeconds: number;
  /** Whether `FunctionResponseTypes` has `ReportBatchItemFailures`. */
  reportsItemFailures: boolean;
  /** Invocations at the same time at most; AWS begins with five. */
  maximumConcurrency?: number;
  /** Invokes the function; rejects when it fails. An AwsError `TooManyRequestsException` is a throttle. */
  invoke: (event: Members) => Promise<unknown>;
  /** Checks the function's role, which does the polling; throws when it may not. */
  authorize?: (need: Need) => void;
  /** Asked once for each batch. */
  deliveryFault?: () => DeliveryFault | undefined;
  /** Told of failed invocations; their messages come back after the visibility timeout. */
  onFailure?: (error: unknown) => void;
}

/** A running mapping. */
export interface QueueMapping {
  /** Invocations under way. */
  running(): number;
  /** Stops polling and waits for the invocations under way. */
  close(): Promise<void>;
}

const concurrencyAtFirst = 5;

interface Polling {
  store: Store;
  queue: Queue;
  options: QueueMappingOptions;
  signal: AbortSignal;
}

async function invokeOnce(
  { store, queue, options, signal }: Polling,
  event: { Records: Members[] },
): Promise<string[]> {
  const untilMs = store.clock.now() + queue.visibilityTimeoutSeconds * 1000;
  const answer = await invokePatiently({ clock: store.clock, invoke: () => options.invoke(event), untilMs, signal });
  if (!options.reportsItemFailures) return [];
  const identifiers = event.Records.map((record) => String(record['messageId']));
  return readItemFailures(answer, identifiers);
}

async function deliverBatch(polling: Polling, batch: Message[]): Promise<void> {
  const { store, queue, options } = polling;
  const fault = options.deliveryFault?.();
  const records = batch.map((message) => presentRecord(message, queue.arn));
  const event = { Records: fault === 'reorder' ? records.toReversed() : records };
  try {
    const failed = await invokeOnce(polling, event);
    if (fault === 'duplicate') failed.push(...(await invokeOnce(polling, event)));
    for (const { id, receipt = '' } of batch) {
      const held = failed.includes(id) ? undefined : store.messages.byReceipt(receipt);
      if (held) store.messages.remove(held.number);
    }
  } catch (error) {
    options.onFailure?.(error);
  }
}

async function fillBatch({ store, queue, options, signal }: Polling, batch: Message[]): Promise<void> {
  const endsAtMs = store.clock.now() + options.windowSeconds * 1000;
  const { visibilityTimeoutSeconds } = queue;
  while (batch.length < options.batchSize && store.clock.now() < endsAtMs && !signal.aborted) {
    const more = takeMessages(store, queue, { limit: options.batchSize - batch.length, visibilityTimeoutSeconds });
    batch.push(...more);
    if (more.length === 0) await waitForMessages(store, queue, { ms: endsAtMs, signal });
  }
}

async function poll(polling: Polling, running: Set<Promise<void>>): Promise<void> {
  const { store, queue, options, signal } = polling;
  const { visibilityTimeoutSeconds } = queue;
  const concurrency = options.maximumConcurrency ?? concurrencyAtFirst;
  while (!signal.aborted) {
    if (running.size >= concurrency) {
      await Promise.race(running);
      continue;
    }
    const batch = takeMessages(store, queue, { limit: options.batchSize, visibilityTimeoutSeconds });
    if (batch.length === 0) {
      await waitForMessages(store, queue, { ms: Infinity, signal });
      continue;
    }
    await fillBatch(polling, batch);
    const delivery: Promise<void> = deliverBatch(polling, batch).finally(() => running.delete(delivery));
    running.add(delivery);
  }
}

/** Starts Lambda's polling of a queue. Throws when the queue is unknown or the function's role may not poll it. */
export function startMapping(store: Store, options: QueueMappingOptions): QueueMapping {
  const queue = store.queues.byArn(options.queueArn);
  for (const need of needsOfMapping(queue.arn)) options.authorize?.(need);
  const ending = new AbortController();
  // Every throttled invocation waits on this one signal: that is no leak.
  setMaxListeners(0, ending.signal);
  const running = new Set<Promise<void>>();
  const polling = poll({ store, queue, options, signal: ending.signal }, running);
  return {
    running: () => running.size,
    async close() {
      ending.abort();
      await polling;
      await Promise.all(running);
    },
  };
}
