import type { Clock } from '#local/clock.ts';
import type { Messages } from '#local/sqs/messages.ts';
import type { Queues } from '#local/sqs/queues.ts';

/** What every SQS operation works on. */
export interface Store {
  clock: Clock;
  queues: Queues;
  messages: Messages;
}
