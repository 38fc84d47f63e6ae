import { scanPages, type Item } from '../pages.ts';
import type { Replay } from './ledger.ts';

/** Functions write their own time, and commit within half a minute of it. */
const commitMs = 60_000;

/** Audit rows of some actions that a copy may lack: those since a moment, and of the minute in which they were committed. */
export function auditRowsSince(
  { region, evidence }: Pick<Replay, 'region' | 'evidence'>,
  actions: readonly string[],
  since: Date,
): AsyncGenerator<Item[]> {
  const names = Object.fromEntries(actions.map((action, index) => [`:action${index}`, action]));
  return scanPages(region, {
    TableName: evidence,
    FilterExpression: `#at >= :since AND #action IN (${Object.keys(names).join(', ')})`,
    ExpressionAttributeNames: { '#action': 'action', '#at': 'at' },
    ExpressionAttributeValues: { ...names, ':since': new Date(since.getTime() - commitMs).toISOString() },
  });
}
