import { setMaxListeners } from 'node:events';
import type { Clock } from '#local/clock.ts';
import { notImplemented, type AwsError } from '#local/aws-error.ts';
import { openDatabase } from '#local/database.ts';
import { localAccount, type Need } from '#local/identity.ts';
import type { Members } from '#local/json-members.ts';
import { openMessages, type Message } from '#local/sqs/messages.ts';
import { startMapping, type QueueMapping, type QueueMappingOptions } from '#local/sqs/mapping.ts';
import { changeMessageVisibility } from '#local/sqs/operations/change-message-visibility.ts';
import { deleteMessageBatch } from '#local/sqs/operations/delete-message-batch.ts';
import { deleteMessage } from '#local/sqs/operations/delete-message.ts';
import { getQueueAttributes } from '#local/sqs/operations/get-queue-attributes.ts';
import { purgeQueue } from '#local/sqs/operations/purge-queue.ts';
import { receiveMessage } from '#local/sqs/operations/receive-message.ts';
import { sendMessageBatch } from '#local/sqs/operations/send-message-batch.ts';
import { sendMessage, storeMessage } from '#local/sqs/operations/send-message.ts';
import { startMessageMoveTask } from '#local/sqs/operations/start-message-move-task.ts';
import { needsOfRequest } from '#local/sqs/permissions.ts';
import { readQueue, type Queue } from '#local/sqs/queue.ts';
import { openQueues } from '#local/sqs/queues.ts';
import type { Store } from '#local/sqs/store.ts';

type Operation = (store: Store, input: Members, signal: AbortSignal) => Members | Promise<Members>;

const operations: Record<string, Operation> = {
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  ReceiveMessage: receiveMessage,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  ChangeMessageVisibility: changeMessageVisibility,
  GetQueueAttributes: getQueueAttributes,
  PurgeQueue: purgeQueue,
  StartMessageMoveTask: startMessageMoveTask,
};

/** The queue engine: messages live in SQLite, time is the cloud's. */
export interface Sqs {
  /** Declares a queue from the resolved properties of an `AWS::SQS::Queue` (with `QueueName`). Its messages survive. */
  createQueue(properties: Members): Queue;
  /** The URL of a queue, on the edge itself: clients send to the host of the queue's URL. */
  urlOf(queueName: string): string;
  /** Performs an operation. `signal` ends a long poll whose caller went away. Throws AwsError. */
  handle(operation: string, input: Members, signal?: AbortSignal): Promise<Members>;
  needsOf(operation: string, input: Members): Need[];
  /** Puts a message in as another service of the cloud would. Throws QueueDoesNotExist. */
  deliver(queueArn: string, body: string): void;
  /** Starts Lambda's polling of a queue for a function. */
  startMapping(options: QueueMappingOptions): QueueMapping;
  /** What lies in a queue, hidden messages included, oldest first. */
  messagesIn(queueName: string): Message[];
  queues(): Queue[];
  /** Ends long polls and closes the database. Close mappings before. */
  close(): void;
}

/** Opens the engine. `folder` keeps the messages over restarts; `baseUrl` is the edge's address. */
export function openSqs(options: { folder?: string; clock: Clock; region: string; baseUrl: string }): Sqs {
  const database = openDatabase(options.folder, 'sqs');
  const queues = openQueues();
  const ending = new AbortController();
  // Many long polls may wait on this one signal: that is no leak.
  setMaxListeners(0, ending.signal);
  const store: Store = { clock: options.clock, queues, messages: openMessages(database, options.clock) };
  return {
    createQueue(properties) {
      const queue = readQueue(properties, options.region);
      queues.put(queue);
      return queue;
    },
    urlOf: (queueName) => `${options.baseUrl}/${localAccount}/${queueName}`,
    async handle(operation, input, signal) {
      const perform = operations[operation];
      if (perform === undefined) throw notImplemented(`sqs:${operation}`);
      return perform(store, input, signal ? AbortSignal.any([signal, ending.signal]) : ending.signal);
    },
    needsOf: (operation, input) => needsOfRequest(store, operation, input),
    deliver: (queueArn, body) => void storeMessage(store, queues.byArn(queueArn), { MessageBody: body }),
    startMapping: (mapping) => startMapping(store, mapping),
    messagesIn: (queueName) => store.messages.all(queues.byArn(queueName)),
    queues: () => queues.all(),
    close() {
      ending.abort();
      database.close();
    },
  };
}

/** Codes that the older query protocol named differently; its compatibility header still uses those names. */
const queryCodes: Record<string, string> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
};

/** The `x-amzn-query-error` header of an SQS error answer: `<code>;Sender` or `<code>;Receiver`. */
export function queryErrorHeader(error: AwsError): string {
  return `${queryCodes[error.code] ?? error.code};${error.status < 500 ? 'Sender' : 'Receiver'}`;
}
