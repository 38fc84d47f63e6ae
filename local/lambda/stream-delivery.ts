import type { Clock } from '#local/clock.ts';
import type { StreamRecord } from '#local/dynamodb/streams.ts';
import type { DiscardCondition } from '#local/lambda/discarded-batch.ts';
import { invokePatiently } from '#local/lambda/invoke-patiently.ts';
import { readItemFailures } from '#local/lambda/item-failures.ts';
import type { StreamSettings } from '#local/lambda/stream-settings.ts';
import type { Members } from '#local/json-members.ts';
import { waitUntil } from '#local/wait-until.ts';

/** Everything that the delivery of a batch needs of its mapping. */
export interface StreamDelivery {
  clock: Clock;
  settings: StreamSettings;
  signal: AbortSignal;
  invoke: (event: Members) => Promise<unknown>;
  /** Told how far the function has come, so that a restart does not go back further. */
  advance: (sequenceNumber: string) => void;
  discard: (discard: { records: StreamRecord[]; condition: DiscardCondition; invocations: number }) => void;
  onFailure: (error: unknown) => void;
  /** Whether the fault plan wants this batch delivered twice. */
  duplicates: () => boolean;
}

const firstBackoffMs = 200;
const longestBackoffMs = 60_000;

const sequenceOf = (record: StreamRecord | undefined): string => record?.dynamodb.SequenceNumber ?? '';

/** Invokes once; answers the index of the first record that failed, or the length of the batch. */
async function invokeOnce(delivery: StreamDelivery, records: StreamRecord[]): Promise<number> {
  const { clock, settings, signal } = delivery;
  const invoke = (): Promise<unknown> => delivery.invoke({ Records: records });
  const answer = await invokePatiently({ clock, invoke, untilMs: Infinity, signal });
  if (delivery.duplicates()) await invoke();
  if (!settings.reportsItemFailures) return records.length;
  const failed = readItemFailures(answer, records.map(sequenceOf));
  const index = records.findIndex((record) => failed.includes(sequenceOf(record)));
  return index < 0 ? records.length : index;
}

function conditionOf({ clock, settings }: StreamDelivery, records: StreamRecord[], retries: number) {
  const ageMs = clock.now() - (records[0]?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000;
  if (ageMs > settings.recordAgeMaxSeconds * 1000) return 'RecordAgeExceeded' as const;
  return retries >= settings.retriesMax ? ('RetryAttemptsExhausted' as const) : undefined;
}

/** Tells the index from which records are left to do; a failure of the whole batch leaves all. */
async function attempt(delivery: StreamDelivery, records: StreamRecord[]): Promise<{ done: number; whole: boolean }> {
  try {
    const done = await invokeOnce(delivery, records);
    if (done > 0) delivery.advance(sequenceOf(records[done - 1]));
    return { done, whole: false };
  } catch (error) {
    delivery.onFailure(error);
    return { done: 0, whole: true };
  }
}

const canHalve = ({ settings }: StreamDelivery, records: StreamRecord[]): boolean =>
  settings.bisects && records.length > 1;

async function deliverHalves(delivery: StreamDelivery, records: StreamRecord[]): Promise<void> {
  const middle = Math.ceil(records.length / 2);
  await deliverRecords(delivery, records.slice(0, middle));
  await deliverRecords(delivery, records.slice(middle));
}

/**
 * Delivers records in order until the function has taken each or it is discarded. A reported failure goes on from that
 * record; a failed batch is halved where the mapping bisects, which uses up no retry. Ends early when aborted.
 */
export async function deliverRecords(delivery: StreamDelivery, records: StreamRecord[]): Promise<void> {
  const { clock, signal } = delivery;
  let pending = records;
  let backoffMs = firstBackoffMs;
  for (let retries = 0; pending.length > 0 && !signal.aborted; retries += 1) {
    const { done, whole } = await attempt(delivery, pending);
    pending = pending.slice(done);
    if (pending.length === 0 || signal.aborted) return;
    const condition = conditionOf(delivery, pending, done > 0 ? 0 : retries);
    if (whole && canHalve(delivery, pending)) return deliverHalves(delivery, pending);
    if (condition !== undefined) {
      delivery.discard({ records: pending, condition, invocations: retries + 1 });
      return delivery.advance(sequenceOf(pending.at(-1)));
    }
    if (done > 0) [retries, backoffMs] = [-1, firstBackoffMs];
    await waitUntil({ clock, untilMs: clock.now() + backoffMs, signal });
    backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
  }
}
