import type { Needs, QueueName } from './needs.ts';

/** What wakes a worker. */
type WorkerSource =
  | { kind: 'queue'; queue: QueueName; batchSize: number; maximumConcurrency?: number }
  | { kind: 'stream'; table: 'outbox'; batchSize: number }
  | { kind: 'schedule'; everyMinutes: number }
  | { kind: 'schedule'; dailyAtUtc: { hour: number; minute: number } }
  /** What the region's `kycIntakeTrigger` names: events about uploads or their scans, through a rule into the queue. */
  | { kind: 'kyc-intake-trigger'; prefix: 'incoming/'; queue: QueueName; batchSize: number }
  /** New versions of the list that players are compared with, through a rule into the queue. */
  | { kind: 'screening-list'; queue: QueueName; batchSize: number }
  /** Mail events of SES, stripped of addresses and subjects by the rule, through the queue. */
  | { kind: 'mail-events'; queue: QueueName; batchSize: number };

/** One asynchronous function. */
export interface WorkerRow {
  /** Kebab-case, unique; names the schedule or the mapping. */
  name: string;
  /** Module that exports `handler`, without extension: `functions/<noun>/<verb>`. */
  entry: string;
  source: WorkerSource;
  needs: Needs;
  /** One sentence that the alarms of function and dead-letter queue say: what a person loses when this fails. */
  errorImpact: string;
  /** Coded log events that alarm by themselves, with the sentence of each alarm. */
  alarmsOn?: Readonly<Record<string, string>>;
  /** Default 512. */
  memoryMegabytes?: number;
  /** Default 60. The queue hides a message for six times as long. */
  timeoutSeconds?: number;
}

/** Seconds a worker may take when its row says nothing else. */
export const workerTimeoutSecondsDefault = 60;

/** The queue that a worker empties, if it has one. */
export function queueOf(worker: WorkerRow): QueueName | undefined {
  return 'queue' in worker.source ? worker.source.queue : undefined;
}
