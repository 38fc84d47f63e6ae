import { notImplemented } from '#local/aws-error.ts';
import { compilePattern, type Pattern } from '#local/events/pattern.ts';
import {
  isMembers,
  memberListOf,
  membersOf,
  optionalNumber,
  optionalText,
  textOf,
  textsOf,
  type Members,
} from '#local/members.ts';

/** An `AWS::Lambda::EventSourceMapping` of a table's stream, resolved. */
export interface StreamSettings {
  /** Under this name the mapping's position is kept. */
  name: string;
  tableName: string;
  streamArn: string;
  /** Name or ARN of the function. */
  functionName: string;
  batchSize: number;
  windowSeconds: number;
  startsAtLatest: boolean;
  /** Empty, or alternatives of which a record must fit one. */
  filters: Pattern[];
  reportsItemFailures: boolean;
  bisects: boolean;
  /** Tries after the first; `Infinity` when the template does not limit them. */
  retriesMax: number;
  /** Older records are discarded after a failure; `Infinity` when the template does not limit it. */
  recordAgeMaxSeconds: number;
  /** Queue that is told of discarded batches. */
  failureDestinationArn?: string;
}

function readFilters(properties: Members): Pattern[] {
  return memberListOf(membersOf(properties, 'FilterCriteria'), 'Filters').map((filter) => {
    const pattern: unknown = JSON.parse(textOf(filter, 'Pattern'));
    return compilePattern(isMembers(pattern) ? pattern : {});
  });
}

/** CloudFormation writes "without limit" as -1 or leaves it out. */
function readLimit(properties: Members, name: string): number {
  const limit = optionalNumber(properties, name) ?? -1;
  return limit < 0 ? Infinity : limit;
}

function readDestination(properties: Members): string | undefined {
  return optionalText(membersOf(membersOf(properties, 'DestinationConfig'), 'OnFailure'), 'Destination');
}

/** Reads a stream mapping's resolved properties. Throws for parallel shards, tumbling windows and unknown filters. */
export function readStreamSettings(name: string, properties: Members): StreamSettings {
  const streamArn = textOf(properties, 'EventSourceArn');
  const [, tableName] = /:table\/([^/]+)/.exec(streamArn) ?? [];
  if (tableName === undefined) throw notImplemented(`the event source ${streamArn} of ${name}`);
  for (const unused of ['TumblingWindowInSeconds', 'ParallelizationFactor', 'StartingPositionTimestamp']) {
    if (properties[unused] !== undefined) throw notImplemented(`${unused} of ${name}`);
  }
  const failureDestinationArn = readDestination(properties);
  return {
    name,
    tableName,
    streamArn,
    functionName: textOf(properties, 'FunctionName'),
    batchSize: optionalNumber(properties, 'BatchSize') ?? 100,
    windowSeconds: optionalNumber(properties, 'MaximumBatchingWindowInSeconds') ?? 0,
    startsAtLatest: optionalText(properties, 'StartingPosition') !== 'TRIM_HORIZON',
    filters: readFilters(properties),
    reportsItemFailures: textsOf(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    bisects: properties['BisectBatchOnFunctionError'] === true,
    retriesMax: readLimit(properties, 'MaximumRetryAttempts'),
    recordAgeMaxSeconds: readLimit(properties, 'MaximumRecordAgeInSeconds'),
    ...(failureDestinationArn !== undefined && { failureDestinationArn }),
  };
}
