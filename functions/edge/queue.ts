import type { Context, DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import type { Actor } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { logDefect, logEvent } from './log.ts';

/** What one message, record or tick is handled with. */
export interface Work {
  /** The edge's single clock call for this invocation. */
  now: Date;
  /** The platform itself acts, because of this message. */
  actor: Actor;
  /** How many times this message was received; 1 at first. Always 1 for streams and schedules. */
  receiveCount: number;
  /** Milliseconds left before the function is stopped: long work ends its page before. */
  remainingMilliseconds: () => number;
}

/** A function fed by a queue: answers which messages must come again. */
export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
/** A function fed by a table's stream. */
export type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<SQSBatchResponse>;
/** A function started by a schedule. */
export type ScheduleHandler = (event: unknown, context: Context) => Promise<void>;

/**
 * Handles each message by itself: one that fails comes again, the others are done. A message that does not parse is
 * failed too, so that it ends in the dead-letter queue instead of disappearing.
 */
export function queueHandler<Schema extends z.ZodType>(
  schema: Schema,
  handleOne: (message: z.output<Schema>, work: Work) => Promise<void>,
): QueueHandler {
  return async (event, context) => {
    const now = new Date();
    const failures = await inTurn(event.Records, async (record) => {
      const work = workOf(context, { now, id: record.messageId, receiveCount: receiveCountOf(record) });
      return attempt(record.messageId, () => handleOne(schema.parse(JSON.parse(record.body)), work));
    });
    return { batchItemFailures: failures };
  };
}

/** Handles stream records in order and stops at the first that fails: it and all after it come again. */
export function streamHandler(handleOne: (record: DynamoDBRecord, work: Work) => Promise<void>): StreamHandler {
  return async (event, context) => {
    const now = new Date();
    for (const record of event.Records) {
      const id = record.dynamodb?.SequenceNumber ?? '';
      const failure = await attempt(id, () => handleOne(record, workOf(context, { now, id, receiveCount: 1 })));
      if (failure !== undefined) return { batchItemFailures: [failure] };
    }
    return { batchItemFailures: [] };
  };
}

/** Does timed work. A failure is logged and thrown as a coded error, so that the alarm on errors sees it. */
export function scheduleHandler(handle: (work: Work) => Promise<void>): ScheduleHandler {
  return async (_event, context) => {
    const work = workOf(context, { now: new Date(), id: context.awsRequestId, receiveCount: 1 });
    if ((await attempt(context.awsRequestId, () => handle(work))) !== undefined)
      throw new Error('SCHEDULED_WORK_FAILED');
  };
}

const receiveCountOf = (record: SQSRecord) => Number(record.attributes.ApproximateReceiveCount);

function workOf(context: Context, of: { now: Date; id: string; receiveCount: number }): Work {
  return {
    now: of.now,
    actor: { kind: 'platform', requestId: of.id },
    receiveCount: of.receiveCount,
    remainingMilliseconds: () => context.getRemainingTimeInMillis(),
  };
}

async function inTurn<Item, Failure>(
  items: readonly Item[],
  handle: (item: Item) => Promise<Failure | undefined>,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const item of items) {
    const failure = await handle(item);
    if (failure !== undefined) failures.push(failure);
  }
  return failures;
}

/** After a lost race the work is decided once more; whatever fails otherwise comes again through its source. */
async function attempt(id: string, run: () => Promise<void>): Promise<{ itemIdentifier: string } | undefined> {
  try {
    await collectUnsealings(
      (unsealings) => logEvent('FIELDS_UNSEALED', { requestId: id, unsealings }),
      async () => {
        await run().catch((error: unknown) => (error instanceof Conflict ? run() : Promise.reject(error)));
      },
    );
    return undefined;
  } catch (error) {
    logDefect(error, { requestId: id });
    return { itemIdentifier: id };
  }
}
