import { notImplemented } from '#local/aws-error.ts';
import { compilePattern, type Pattern } from '#local/events/pattern.ts';
import {
  isRecord,
  recordsAt,
  recordAt,
  optionalNumberAt,
  optionalTextAt,
  textAt,
  textsAt,
  type Properties,
} from '#local/template/properties.ts';

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

function readFilters(properties: Properties): Pattern[] {
  return recordsAt(recordAt(properties, 'FilterCriteria'), 'Filters').map((filter) => {
    const pattern: unknown = JSON.parse(textAt(filter, 'Pattern'));
    return compilePattern(isRecord(pattern) ? pattern : {});
  });
}

/** CloudFormation writes "without limit" as -1 or leaves it out. */
function readLimit(properties: Properties, name: string): number {
  const limit = optionalNumberAt(properties, name) ?? -1;
  return limit < 0 ? Infinity : limit;
}

function readDestination(properties: Properties): string | undefined {
  return optionalTextAt(recordAt(recordAt(properties, 'DestinationConfig'), 'OnFailure'), 'Destination');
}

/** Reads a stream mapping's resolved properties. Throws for parallel shards, tumbling windows and unknown filters. */
export function readStreamSettings(name: string, properties: Properties): StreamSettings {
  const streamArn = textAt(properties, 'EventSourceArn');
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
    functionName: textAt(properties, 'FunctionName'),
    batchSize: optionalNumberAt(properties, 'BatchSize') ?? 100,
    windowSeconds: optionalNumberAt(properties, 'MaximumBatchingWindowInSeconds') ?? 0,
    startsAtLatest: optionalTextAt(properties, 'StartingPosition') !== 'TRIM_HORIZON',
    filters: readFilters(properties),
    reportsItemFailures: textsAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    bisects: properties['BisectBatchOnFunctionError'] === true,
    retriesMax: readLimit(properties, 'MaximumRetryAttempts'),
    recordAgeMaxSeconds: readLimit(properties, 'MaximumRecordAgeInSeconds'),
    ...(failureDestinationArn !== undefined && { failureDestinationArn }),
  };
}
