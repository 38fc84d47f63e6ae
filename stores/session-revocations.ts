import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { securingAccount, type AccountChange } from './account-changes.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { countsFrom, isRevoked, readWithAccount } from './session-rows.ts';
import { setting } from './settings.ts';

/** Which session of whom stays. */
interface KeptSession {
  playerId: string;
  sessionId: string;
}

/** A session that stays, with the moment from which it counted when it was read. */
export interface StandingSession extends KeptSession {
  countsFrom: string;
}

/** Rows that one revocation removes at most beside ending all sessions: a transaction holds 100 writes. */
const rowsRemovedMax = 50;

/** Ends sessions of a player: all but one, or all. */
export interface SessionRevocations {
  /** Reads consistently whether a session still stands; undefined when it has ended meanwhile. */
  standing(kept: KeptSession): Promise<StandingSession | undefined>;
  /** One page of the rows of the player's other sessions, ended ones included: at most 50 ids. */
  others(kept: KeptSession): Promise<string[]>;
  /**
   * The writes that end every other session at once, however many there are, and remove the given rows; what is left of
   * the others is refused at every read and goes with time to live. Their conditions fail when the kept session has ended.
   * `change` says what else changes of the account in the same write.
   */
  endingOthers(
    kept: StandingSession,
    ended: { otherIds: readonly string[]; change?: AccountChange },
    now: Date,
  ): Write[];
  /**
   * The write that ends every session at once, whoever holds it; their rows go with time to live. Its condition fails when
   * the account was closed or its sessions were ended since it was read.
   */
  endingAll(account: { playerId: string; sessionsValidFrom: string }, change: AccountChange, now: Date): Write;
}

/** Opens revocation. Needs `TABLE_SESSIONS` and `TABLE_PLAYERS`. */
export function openSessionRevocations(): SessionRevocations {
  return { standing, others, endingOthers, endingAll };
}

async function standing({ playerId, sessionId }: KeptSession): Promise<StandingSession | undefined> {
  const found = await readWithAccount(playerId, sessionId);
  if (found === undefined || found.account.state === 'closed' || isRevoked(found.session, found.account)) return;
  return { playerId, sessionId, countsFrom: countsFrom(found.session) };
}

async function others({ playerId, sessionId }: KeptSession): Promise<string[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_SESSIONS'),
      KeyConditionExpression: 'pk = :playerId',
      ExpressionAttributeValues: { ':playerId': playerId },
      ProjectionExpression: 'sk',
      ConsistentRead: true,
      Limit: rowsRemovedMax + 1,
    }),
  );
  const ids = z.array(z.object({ sk: z.string() })).parse(Items ?? []);
  return ids
    .map(({ sk }) => sk)
    .filter((id) => id !== sessionId)
    .slice(0, rowsRemovedMax);
}

/** Times never go back, although the clocks of two gateways may differ. */
function endingOthers(
  kept: StandingSession,
  { otherIds, change = {} }: { otherIds: readonly string[]; change?: AccountChange },
  now: Date,
): Write[] {
  const { playerId, sessionId } = kept;
  const TableName = setting('TABLE_SESSIONS');
  const validFrom = new Date(Math.max(now.getTime(), Date.parse(kept.countsFrom))).toISOString();
  return [
    securingAccount(playerId, { validFrom, validFromMax: kept.countsFrom, change }),
    {
      Update: {
        TableName,
        Key: { pk: playerId, sk: sessionId },
        UpdateExpression: 'SET keptAt = :validFrom',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':validFrom': validFrom },
      },
    },
    ...otherIds.map((sk) => ({ Delete: { TableName, Key: { pk: playerId, sk } } })),
  ];
}

/** A session that began in this very millisecond ends too: whoever was first, it may be the stranger's. */
function endingAll(
  { playerId, sessionsValidFrom }: { playerId: string; sessionsValidFrom: string },
  change: AccountChange,
  now: Date,
): Write {
  const validFrom = new Date(Math.max(now.getTime(), Date.parse(sessionsValidFrom)) + 1).toISOString();
  return securingAccount(playerId, { validFrom, validFromMax: sessionsValidFrom, change });
}
