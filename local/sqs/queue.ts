import { notImplemented } from '#local/aws-error.ts';
import { localAccount } from '#local/identity.ts';
import { recordAt, optionalNumberAt, textAt, type Properties } from '#local/template/properties.ts';

/** A queue as its template declares it. */
export interface Queue {
  name: string;
  arn: string;
  visibilityTimeoutSeconds: number;
  delaySeconds: number;
  messageRetentionSeconds: number;
  receiveWaitSeconds: number;
  maximumMessageBytes: number;
  /** Where a message goes that was received `maxReceiveCount` times without being deleted. */
  redrive?: { deadLetterTargetArn: string; maxReceiveCount: number };
}

function readRedrive(properties: Properties): Queue['redrive'] {
  if (properties['RedrivePolicy'] === undefined) return undefined;
  const policy = recordAt(properties, 'RedrivePolicy');
  return {
    deadLetterTargetArn: textAt(policy, 'deadLetterTargetArn'),
    maxReceiveCount: optionalNumberAt(policy, 'maxReceiveCount') ?? 1,
  };
}

/** Reads the resolved properties of an `AWS::SQS::Queue`. Defaults are AWS's; FIFO queues are refused with their name. */
export function readQueue(properties: Properties, region: string): Queue {
  const name = textAt(properties, 'QueueName');
  if (properties['FifoQueue'] === true || name.endsWith('.fifo')) throw notImplemented(`the FIFO queue ${name}`);
  const redrive = readRedrive(properties);
  return {
    name,
    arn: `arn:aws:sqs:${region}:${localAccount}:${name}`,
    visibilityTimeoutSeconds: optionalNumberAt(properties, 'VisibilityTimeout') ?? 30,
    delaySeconds: optionalNumberAt(properties, 'DelaySeconds') ?? 0,
    messageRetentionSeconds: optionalNumberAt(properties, 'MessageRetentionPeriod') ?? 345_600,
    receiveWaitSeconds: optionalNumberAt(properties, 'ReceiveMessageWaitTimeSeconds') ?? 0,
    maximumMessageBytes: optionalNumberAt(properties, 'MaximumMessageSize') ?? 1_048_576,
    ...(redrive && { redrive }),
  };
}
