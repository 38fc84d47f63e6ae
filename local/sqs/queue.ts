import { AwsError, notImplemented } from '#local/aws-error.ts';
import { localAccount } from '#local/identity.ts';
import { membersOf, optionalNumber, optionalText, textOf, type Members } from '#local/members.ts';

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

function readRedrive(properties: Members): Queue['redrive'] {
  if (properties['RedrivePolicy'] === undefined) return undefined;
  const policy = membersOf(properties, 'RedrivePolicy');
  return {
    deadLetterTargetArn: textOf(policy, 'deadLetterTargetArn'),
    maxReceiveCount: optionalNumber(policy, 'maxReceiveCount') ?? 1,
  };
}

/** Reads the resolved properties of an `AWS::SQS::Queue`. Defaults are AWS's; FIFO queues are refused with their name. */
export function readQueue(properties: Members, region: string): Queue {
  const name = textOf(properties, 'QueueName');
  if (properties['FifoQueue'] === true || name.endsWith('.fifo')) throw notImplemented(`the FIFO queue ${name}`);
  const redrive = readRedrive(properties);
  return {
    name,
    arn: `arn:aws:sqs:${region}:${localAccount}:${name}`,
    visibilityTimeoutSeconds: optionalNumber(properties, 'VisibilityTimeout') ?? 30,
    delaySeconds: optionalNumber(properties, 'DelaySeconds') ?? 0,
    messageRetentionSeconds: optionalNumber(properties, 'MessageRetentionPeriod') ?? 345_600,
    receiveWaitSeconds: optionalNumber(properties, 'ReceiveMessageWaitTimeSeconds') ?? 0,
    maximumMessageBytes: optionalNumber(properties, 'MaximumMessageSize') ?? 1_048_576,
    ...(redrive && { redrive }),
  };
}

/** The queues of the cloud, found as requests name them. */
export interface Queues {
  put(queue: Queue): void;
  all(): Queue[];
  /** Finds by `QueueUrl`; throws QueueDoesNotExist. */
  byUrl(input: Members): Queue;
  /** Finds by ARN or bare name; throws QueueDoesNotExist. */
  byArn(arn: string): Queue;
}

/** Opens the register of queues. It is filled from the template at each start, so nothing of it is stored. */
export function openQueues(): Queues {
  const queues = new Map<string, Queue>();
  const find = (name: string | undefined): Queue => {
    const queue = queues.get(name ?? '');
    if (queue) return queue;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  };
  return {
    put: (queue) => void queues.set(queue.name, queue),
    all: () => [...queues.values()],
    byUrl: (input) => find((optionalText(input, 'QueueUrl') ?? '').split('/').at(-1)),
    byArn: (arn) => find(arn.split(':').at(-1)),
  };
}
