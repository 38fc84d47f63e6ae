import { isMembers, type Members } from '#local/json-members.ts';
import { digestAttributes, digestBody } from '#local/sqs/message-digest.ts';
import type { Message } from '#local/sqs/messages.ts';
import { describeMessage } from '#local/sqs/operations/receive-message.ts';

function presentAttribute(attribute: unknown): Members {
  const members = isMembers(attribute) ? attribute : {};
  return {
    ...(members['StringValue'] !== undefined && { stringValue: members['StringValue'] }),
    ...(members['BinaryValue'] !== undefined && { binaryValue: members['BinaryValue'] }),
    stringListValues: [],
    binaryListValues: [],
    dataType: members['DataType'],
  };
}

/** One record of the event that Lambda hands to a function for a queue (Lambda developer guide, "Using Lambda with Amazon SQS"). */
export function presentRecord(message: Message, queueArn: string): Members {
  const digest = digestAttributes(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: describeMessage(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [name, presentAttribute(attribute)]),
    ),
    ...(digest && { md5OfMessageAttributes: digest }),
    md5OfBody: digestBody(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3],
  };
}
