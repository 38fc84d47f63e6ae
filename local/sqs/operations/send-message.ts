import { AwsError } from '#local/aws-error.ts';
import { readMembers, readWhole, readText, type Members } from '#local/json-members.ts';
import { digestAttributes, digestBody } from '#local/sqs/message-digest.ts';
import type { Queue } from '#local/sqs/queue.ts';
import type { Store } from '#local/sqs/store.ts';

/** Characters that SQS carries: those of XML 1.0 (SendMessage API reference). */
const foreignCharacter = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function readBody(input: Members, queue: Queue): string {
  const body = readText(input, 'MessageBody') ?? '';
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (foreignCharacter.test(body)) throw new AwsError('InvalidMessageContents', 'Invalid characters found.');
  if (Buffer.byteLength(body) <= queue.maximumMessageBytes) return body;
  const reason = `Message must be shorter than ${queue.maximumMessageBytes} bytes.`;
  throw new AwsError('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}`);
}

function readDelay(input: Members, queue: Queue): number {
  const delaySeconds = readWhole(input, 'DelaySeconds') ?? queue.delaySeconds;
  if (delaySeconds >= 0 && delaySeconds <= 900) return delaySeconds;
  const reason = 'DelaySeconds must be >= 0 and <= 900.';
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: ${reason}`,
  );
}

/** Stores one message of a SendMessage request or of an entry of SendMessageBatch. */
export function storeMessage(store: Store, queue: Queue, input: Members): Members {
  const body = readBody(input, queue);
  const attributes = readMembers(input, 'MessageAttributes') ?? {};
  const digest = digestAttributes(attributes);
  const id = store.messages.add(queue, { body, attributes, delaySeconds: readDelay(input, queue) });
  return { MessageId: id, MD5OfMessageBody: digestBody(body), ...(digest && { MD5OfMessageAttributes: digest }) };
}

/** SendMessage. */
export function sendMessage(store: Store, input: Members): Members {
  return storeMessage(store, store.queues.byUrl(input), input);
}
