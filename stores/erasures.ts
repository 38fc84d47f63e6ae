import type { Write } from './commitment.ts';
import { newId } from './ids.ts';
import { setting } from './settings.ts';

/**
 * The row of the erasure ledger, written in the transaction that decides the erasure: a restored backup is not
 * admitted to traffic before these rows are replayed over it. It holds an opaque id and a time, nothing else.
 */
export function erasureWrite(playerId: string, now: Date): Write {
  const at = now.toISOString();
  return {
    Put: {
      TableName: setting('TABLE_EVIDENCE'),
      Item: { pk: `erasure#${at.slice(0, 7)}`, sk: `${at}#${newId()}`, schemaVersion: 1, at, subjectId: playerId },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
