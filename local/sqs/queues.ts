import { AwsError } from '#local/aws-error.ts';
import { readText, type Members } from '#local/json-members.ts';
import type { Queue } from '#local/sqs/queue.ts';

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
    byUrl: (input) => find((readText(input, 'QueueUrl') ?? '').split('/').at(-1)),
    byArn: (arn) => find(arn.split(':').at(-1)),
  };
}
