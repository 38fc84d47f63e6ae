import { AwsError } from '#local/aws-error.ts';
import { localAccount } from '#local/identity.ts';
import { readWhole, readTextList, type Members } from '#local/json-members.ts';
import { digestAttributes, digestBody } from '#local/sqs/message-digest.ts';
import type { Message } from '#local/sqs/messages.ts';
import type { Store } from '#local/sqs/store.ts';
import { takeMessages, waitForMessages } from '#local/sqs/take-messages.ts';

function readWithin(input: Members, name: string, bounds: { lowest: number; highest: number }): number | undefined {
  const value = readWhole(input, name);
  if (value === undefined || (value >= bounds.lowest && value <= bounds.highest)) return value;
  const reason = `Must be between ${bounds.lowest} and ${bounds.highest}, if provided.`;
  throw new AwsError('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

/** The system attributes of a received message, as SQS names them. Times are milliseconds as text. */
export function describeMessage(message: Message): Record<string, string> {
  return {
    SenderId: localAccount,
    SentTimestamp: String(Math.round(message.sentAtMs)),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(Math.round(message.firstReceivedAtMs ?? message.sentAtMs)),
    ...(message.sourceArn && { DeadLetterQueueSourceArn: message.sourceArn }),
  };
}

function pick<T>(record: Record<string, T>, wanted: readonly string[]): Record<string, T> {
  if (wanted.includes('All') || wanted.includes('.*')) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => wanted.includes(name)));
}

function presentMessage(message: Message, input: Members): Members {
  const system = [...readTextList(input, 'MessageSystemAttributeNames'), ...readTextList(input, 'AttributeNames')];
  const attributes = pick(message.attributes, readTextList(input, 'MessageAttributeNames'));
  const digest = digestAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: digestBody(message.body),
    Body: message.body,
    Attributes: pick(describeMessage(message), system),
    ...(digest && { MessageAttributes: attributes, MD5OfMessageAttributes: digest }),
  };
}

/** ReceiveMessage, with long polling on the cloud's clock: turning the clock past the wait ends it. */
export async function receiveMessage(store: Store, input: Members, signal: AbortSignal): Promise<Members> {
  const queue = store.queues.byUrl(input);
  const limit = readWithin(input, 'MaxNumberOfMessages', { lowest: 1, highest: 10 }) ?? 1;
  const waitSeconds = readWithin(input, 'WaitTimeSeconds', { lowest: 0, highest: 20 }) ?? queue.receiveWaitSeconds;
  const visibility = readWithin(input, 'VisibilityTimeout', { lowest: 0, highest: 43_200 });
  const visibilityTimeoutSeconds = visibility ?? queue.visibilityTimeoutSeconds;
  const endsAtMs = store.clock.now() + waitSeconds * 1000;
  for (;;) {
    const taken = takeMessages(store, queue, { limit, visibilityTimeoutSeconds });
    if (taken.length > 0) return { Messages: taken.map((message) => presentMessage(message, input)) };
    if (store.clock.now() >= endsAtMs) return {};
    await waitForMessages(store, queue, { ms: endsAtMs, signal });
    if (signal.aborted) return {};
  }
}
