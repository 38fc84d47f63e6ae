import { notImplemented } from '#local/aws-error.ts';
import { membersOf, optionalNumber, textOf, textsOf, type Members } from '#local/members.ts';
import type { QueueMappingOptions } from '#local/sqs/mapping.ts';

/** The part of a queue mapping that stands in the template, and the function's name or ARN. */
export type QueueMappingSettings = Pick<
  QueueMappingOptions,
  'queueArn' | 'batchSize' | 'windowSeconds' | 'reportsItemFailures' | 'maximumConcurrency'
> & { functionName: string };

/** Reads the resolved properties of an `AWS::Lambda::EventSourceMapping` of a queue. Throws for filter criteria. */
export function readQueueMapping(properties: Members): QueueMappingSettings {
  const queueArn = textOf(properties, 'EventSourceArn');
  if (properties['FilterCriteria'] !== undefined) throw notImplemented(`FilterCriteria on the queue ${queueArn}`);
  const maximumConcurrency = optionalNumber(membersOf(properties, 'ScalingConfig'), 'MaximumConcurrency');
  return {
    queueArn,
    functionName: textOf(properties, 'FunctionName'),
    batchSize: optionalNumber(properties, 'BatchSize') ?? 10,
    windowSeconds: optionalNumber(properties, 'MaximumBatchingWindowInSeconds') ?? 0,
    reportsItemFailures: textsOf(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    ...(maximumConcurrency !== undefined && { maximumConcurrency }),
  };
}
