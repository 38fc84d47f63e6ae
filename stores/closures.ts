import type { Write } from './commitment.ts';
import { openDueList } from './due-list.ts';
import type { PlayerAccount } from './players.ts';
import type { StandingSession } from './session-revocations.ts';
import { setting } from './settings.ts';

/** The closure of an account between asking and closing. Its end is on the due list, written and taken off with it. */
export interface Closures {
  /**
   * The writes from open to closing, which end every session but the one that asked. Their conditions fail when the
   * account is not open, or when that session has ended.
   */
  beginning(kept: StandingSession, times: { now: Date; closesAt: Date }): Write[];
  /** The writes from closing back to open; their conditions fail once the moment of closing has come. */
  undoing(account: Pick<PlayerAccount, 'playerId' | 'closesAt'>, now: Date): Write[];
}

/** Opens closures. Needs `TABLE_PLAYERS`, `TABLE_JOBS`, and `TABLE_SESSIONS` to begin one. */
export function openClosures(): Closures {
  return { beginning, undoing };
}

const accountUpdate = (playerId: string) => ({
  TableName: setting('TABLE_PLAYERS'),
  Key: { pk: playerId, sk: 'account' },
  ExpressionAttributeNames: { '#state': 'state' },
});

const dueItem = (playerId: string) => ({ subjectId: playerId, detail: 'account' });

/** Times of sessions never go back, although the clocks of two gateways may differ. */
function beginning(kept: StandingSession, { now, closesAt }: { now: Date; closesAt: Date }): Write[] {
  const { playerId, sessionId, countsFrom } = kept;
  const validFrom = new Date(Math.max(now.getTime(), Date.parse(countsFrom))).toISOString();
  return [
    {
      Update: {
        ...accountUpdate(playerId),
        UpdateExpression:
          'SET #state = :closing, closingSince = :now, closesAt = :closesAt, sessionsValidFrom = :validFrom',
        ConditionExpression: '#state = :open AND sessionsValidFrom <= :countsFrom',
        ExpressionAttributeValues: {
          ':open': 'open',
          ':closing': 'closing',
          ':now': now.toISOString(),
          ':closesAt': closesAt.toISOString(),
          ':validFrom': validFrom,
          ':countsFrom': countsFrom,
        },
      },
    },
    {
      Update: {
        TableName: setting('TABLE_SESSIONS'),
        Key: { pk: playerId, sk: sessionId },
        UpdateExpression: 'SET keptAt = :validFrom',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':validFrom': validFrom },
      },
    },
    openDueList().adding('closure', closesAt, dueItem(playerId)),
  ];
}

function undoing({ playerId, closesAt = '' }: Pick<PlayerAccount, 'playerId' | 'closesAt'>, now: Date): Write[] {
  return [
    {
      Update: {
        ...accountUpdate(playerId),
        UpdateExpression: 'SET #state = :open REMOVE closingSince, closesAt',
        ConditionExpression: '#state = :closing AND closesAt = :closesAt AND closesAt > :now',
        ExpressionAttributeValues: {
          ':open': 'open',
          ':closing': 'closing',
          ':closesAt': closesAt,
          ':now': now.toISOString(),
        },
      },
    },
    openDueList().takingAt('closure', new Date(closesAt), dueItem(playerId)),
  ];
}
