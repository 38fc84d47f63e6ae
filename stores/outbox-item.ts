import type { DomainEvent } from '#domain/decision.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** How long an outbox row is kept after its event, for tracing. */
const outboxDays = 30;

/** Rows that were not relayed yet are spread over this many index partitions. */
export const unrelayedShards = 4;

/** Builds the outbox row that announces an event, committed with the change itself. */
export function outboxWrite(eventId: string, event: DomainEvent, now: Date): Write {
  return {
    Put: {
      TableName: setting('TABLE_OUTBOX'),
      Item: {
        pk: eventId,
        sk: 'event',
        schemaVersion: 1,
        type: event.type,
        subjectId: event.subjectId,
        recordId: event.recordId,
        context: event.context,
        occurredAt: now.toISOString(),
        unrelayedShard: `unrelayed#${eventId.charCodeAt(0) % unrelayedShards}`,
        expiresAtSeconds: Math.floor(now.getTime() / 1000) + outboxDays * 86_400,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
