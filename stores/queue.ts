import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { failClearly } from './clients.ts';
import { Unavailable } from './failures.ts';
import { setting } from './settings.ts';

/** SQS takes at most ten messages in one call. */
const batchMax = 10;
const requestTimeoutMilliseconds = 5000;

/** A queue seen from the side of those who fill it. Messages carry ids only. */
export interface QueueSender {
  /**
   * Sends messages; delivery is at least once and in no order. Throws `Unavailable` when any was not taken: all may be
   * sent again, because whoever empties a queue bears duplicates.
   */
  send(messages: readonly Readonly<Record<string, string>>[]): Promise<void>;
}

let queues: SQSClient | undefined;

function queueClient(): SQSClient {
  if (queues !== undefined) return queues;
  queues = new SQSClient({
    requestHandler: { requestTimeout: requestTimeoutMilliseconds, throwOnRequestTimeout: true },
  });
  queues.middlewareStack.add((next) => (request) => failClearly('SQS', () => next(request)), { step: 'initialize' });
  return queues;
}

/** Opens a queue by its name in `lib`, such as `notification`. Needs its URL, for example `QUEUE_NOTIFICATION`. */
export function openQueue(name: string): QueueSender {
  const urlSetting = `QUEUE_${name.toUpperCase().replaceAll('-', '_')}`;
  return {
    async send(messages) {
      for (let first = 0; first < messages.length; first += batchMax) {
        const Entries = messages
          .slice(first, first + batchMax)
          .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
        const { Failed = [] } = await queueClient().send(
          new SendMessageBatchCommand({ QueueUrl: setting(urlSetting), Entries }),
        );
        if (Failed.length > 0) throw new Unavailable('SQS');
      }
    },
  };
}
