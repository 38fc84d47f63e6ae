import type { Clock } from '#local/clock.ts';
import type { StreamRecord } from '#local/dynamodb/streams.ts';
import type { Need } from '#local/identity.ts';
import { describeDiscard } from '#local/lambda/discarded-batch.ts';
import { deliverRecords, type StreamDelivery } from '#local/lambda/stream-delivery.ts';
import type { StreamPositions } from '#local/lambda/stream-positions.ts';
import type { StreamSettings } from '#local/lambda/stream-settings.ts';
import type { Members } from '#local/json-members.ts';
import { waitUntil } from '#local/wait-until.ts';

/** The part of the table engine that a mapping reads. */
export interface StreamSource {
  /** Records after a sequence number (exclusive; '' for the beginning), oldest first. */
  recordsAfter(tableName: string, sequenceNumber: string, limit: number): StreamRecord[];
}

/** What a stream mapping needs to run. */
export interface StreamMappingOptions {
  source: StreamSource;
  positions: StreamPositions;
  clock: Clock;
  settings: StreamSettings;
  /** Invokes the function; rejects when it fails. An AwsError `TooManyRequestsException` is a throttle. */
  invoke: (event: Members) => Promise<unknown>;
  /** Checks the function's role, which does the reading; throws when it may not. */
  authorize?: (need: Need) => void;
  /** Asked once for each invocation; a stream is ordered, so that a delivery can only be repeated. */
  deliveryFault?: () => 'duplicate' | 'reorder' | undefined;
  /** Told of failed invocations; the records are tried again. */
  onFailure?: (error: unknown) => void;
  /** Told of a discarded batch, as the on-failure destination is. */
  onDiscard?: (description: Members, destinationArn: string | undefined) => void;
}

/** A running mapping. */
export interface StreamMapping {
  /** Says that the table has new records. */
  wake(): void;
  /** Whether records are left that the mapping is not done with. */
  isBehind(): boolean;
  /** Stops reading and waits for the invocation under way. */
  close(): Promise<void>;
}

const actions = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListStreams'];

/** What a function's role must be allowed so that Lambda may read a stream for it. */
function needsOfMapping({ streamArn }: StreamSettings): Need[] {
  return actions.map((action) => ({ action: `dynamodb:${action}`, resource: streamArn, context: {} }));
}

function firstPosition({ source, positions, settings }: StreamMappingOptions): string {
  const stored = positions.read(settings.name);
  if (stored !== undefined) return stored;
  if (!settings.startsAtLatest) return '';
  return source.recordsAfter(settings.tableName, '', Number.MAX_SAFE_INTEGER).at(-1)?.dynamodb.SequenceNumber ?? '';
}

/** Starts Lambda's reading of a stream where it stopped last. Throws when the function's role may not read it. */
export function startStreamMapping(options: StreamMappingOptions): StreamMapping {
  const { source, positions, clock, settings } = options;
  for (const need of needsOfMapping(settings)) options.authorize?.(need);
  const ending = new AbortController();
  const { signal } = ending;
  const wakers = new Set<() => void>();
  let position = firstPosition(options);

  const advance = (sequenceNumber: string): void => {
    position = sequenceNumber;
    positions.write(settings.name, sequenceNumber);
  };
  const delivery: StreamDelivery = {
    clock,
    settings,
    signal,
    advance,
    invoke: (event) => options.invoke(event),
    duplicates: () => options.deliveryFault?.() === 'duplicate',
    onFailure: (error) => options.onFailure?.(error),
    discard: (discard) =>
      options.onDiscard?.(
        describeDiscard(settings, { ...discard, nowMs: clock.now() }),
        settings.failureDestinationArn,
      ),
  };
  const sleep = (untilMs: number): Promise<void> => {
    const subscribe = (wake: () => void): (() => void) => {
      wakers.add(wake);
      return () => void wakers.delete(wake);
    };
    return waitUntil({ clock, untilMs, signal, subscribe });
  };
  const read = (): StreamRecord[] => source.recordsAfter(settings.tableName, position, settings.batchSize);
  const fits = (record: StreamRecord): boolean =>
    settings.filters.length === 0 || settings.filters.some((filter) => filter(record));

  const gather = async (): Promise<StreamRecord[]> => {
    const endsAtMs = clock.now() + settings.windowSeconds * 1000;
    while (read().length < settings.batchSize && clock.now() < endsAtMs && !signal.aborted) await sleep(endsAtMs);
    return read();
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      if (read().length === 0) {
        await sleep(Infinity);
        continue;
      }
      const records = await gather();
      await deliverRecords(delivery, records.filter(fits));
      if (!signal.aborted) advance(records.at(-1)?.dynamodb.SequenceNumber ?? position);
    }
  };
  const running = run();
  return {
    wake() {
      for (const wake of wakers) wake();
    },
    isBehind: () => read().length > 0,
    async close() {
      ending.abort();
      await running;
    },
  };
}
