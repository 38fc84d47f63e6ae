import { randomUUID } from 'node:crypto';
import type { StreamRecord } from '#local/dynamodb/streams.ts';
import type { StreamSettings } from '#local/lambda/stream-settings.ts';
import type { Members } from '#local/json-members.ts';

/** Why Lambda gave a batch up. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** A batch that Lambda gives up. */
export interface Discard {
  records: StreamRecord[];
  condition: DiscardCondition;
  invocations: number;
  nowMs: number;
}

const isoTime = (record: StreamRecord | undefined): string =>
  new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();

/**
 * What an on-failure destination is told of a discarded batch: where it lies in the stream, never its records (Lambda
 * developer guide, "Retain discarded records").
 */
export function describeDiscard(
  settings: StreamSettings,
  { records, condition, invocations, nowMs }: Discard,
): Members {
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: settings.functionName,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000000000000000000-00000000',
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: isoTime(records[0]),
      approximateArrivalOfLastRecord: isoTime(records.at(-1)),
      batchSize: records.length,
      streamArn: settings.streamArn,
    },
  };
}
