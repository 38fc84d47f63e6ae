import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { openPlayers } from '#stores/players.ts';
import { partitionOf } from '../pages.ts';
import { endKeysOf } from './closed-keys.ts';
import { releaseLookups, removeRegistrations } from './closed-values.ts';
import { endRowsOf } from './closed-rows.ts';
import { endsOf } from './closing.ts';
import { erasuresSince, type Erasure } from './erasures.ts';
import type { Replay, ReplayLedger } from './ledger.ts';

/** What the closing transaction does to the account; it was open or closing at the restored moment. */
async function closeAccount({ region, restored }: Replay, playerId: string, at: string): Promise<void> {
  await region.documents.send(
    new UpdateCommand({
      TableName: restored.players,
      Key: { pk: playerId, sk: 'account' },
      ConditionExpression: 'attribute_exists(pk)',
      UpdateExpression:
        'SET #state = :closed, closedAt = :at, sessionsValidFrom = :at ' +
        'REMOVE fullName, birthDate, phone, phoneVerifiedAt, accountNumber, emailIndex, phoneIndex, accountNumberIndex',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':closed': 'closed', ':at': at },
    }),
  );
}

/** Password and second factors. */
async function forgetCredentials({ region, restored }: Replay, playerId: string): Promise<number> {
  const TableName = restored.credentials;
  if (TableName === undefined) return 0;
  const rows = await partitionOf(region, TableName, playerId);
  for (const { pk, sk } of rows) await region.documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  return rows.length;
}

/**
 * Closes one account again. The account comes last: as long as it is open, an interrupted run begins it anew with all
 * that only an open account says.
 */
async function closeAgain(replay: Replay, { subjectId, at }: Erasure): Promise<boolean> {
  const account = await openPlayers().find(subjectId);
  const closing = { playerId: subjectId, closedAt: new Date(at), jurisdiction: account?.jurisdiction };
  const forgotten = await forgetCredentials(replay, subjectId);
  const ended = await endKeysOf(replay, closing);
  const swept = await endRowsOf(replay, subjectId, endsOf(closing));
  const isOpen = replay.restored.players !== undefined && account !== undefined && account.state !== 'closed';
  if (isOpen) await closeAccount(replay, subjectId, at);
  return isOpen || forgotten + ended + swept > 0;
}

/** The ledger of erasures: what closing an account does, done again to the copies (complete-closure.ts, stamp-expiry.ts). */
export const closures: ReplayLedger = {
  name: 'closed accounts',
  async replay(replay) {
    const erasures = await erasuresSince(replay);
    const closedIds = new Set(erasures.map(({ subjectId }) => subjectId));
    const released = await releaseLookups(replay, closedIds);
    const removed = await removeRegistrations(replay, closedIds);
    const applied = new Set([...released, ...removed]);
    for (const erasure of erasures) if (await closeAgain(replay, erasure)) applied.add(erasure.subjectId);
    return { found: closedIds.size, applied: applied.size };
  },
};
