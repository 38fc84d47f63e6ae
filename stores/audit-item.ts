import { promisedCeilingYears, yearsAfter } from '#catalogue/years.ts';
import type { AuditEntry } from '#domain/decision.ts';
import type { Commitment, Write } from './commitment.ts';
import { newId } from './ids.ts';
import { setting } from './settings.ts';

/** Who made a change and when; operators' tools name the table, functions know it by their settings. */
type AuditCircumstances = Pick<Commitment, 'actor' | 'now'> & { tableName?: string };

/** Builds the audit row of one change: who, what, when; never a personal value. */
export function auditWrite(entry: AuditEntry, { actor, now, tableName }: AuditCircumstances): Write {
  const at = now.toISOString();
  return {
    Put: {
      TableName: tableName ?? setting('TABLE_EVIDENCE'),
      Item: {
        pk: `${entry.noun}#${entry.nounId}`,
        sk: `${at}#${newId()}`,
        schemaVersion: 1,
        expiresAtSeconds: Math.floor(yearsAfter(now, promisedCeilingYears).getTime() / 1000),
        at,
        action: entry.action,
        subjectId: entry.subjectId,
        actorKind: actor.kind,
        actorId: actor.id,
        requestId: actor.requestId,
        context: entry.context,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
