import type { PresentedToken } from '#domain/session/refresh.ts';
import { sessionEnds, type SessionEnds } from '#domain/session/limits.ts';
import type { Write } from './commitment.ts';
import { newSecret } from './ids.ts';
import { countsFrom, isRevoked, readWithAccount, type AccountState, type SessionRow } from './session-rows.ts';
import {
  accessTokenOf,
  hashOfSecret,
  isSecretOf,
  readRefreshToken,
  refreshTokenOf,
  type SessionTokens,
} from './session-tokens.ts';
import { setting } from './settings.ts';

/** A session as its refresh token shows it. */
export interface FoundSession {
  playerId: string;
  sessionId: string;
  presented: PresentedToken;
  accountState: AccountState['state'];
  isRevoked: boolean;
  refreshedAt: string;
  refreshEndsAtSeconds: number;
  endsAtSeconds: number;
  /** As read: the next writes hold only while it stands. */
  row: SessionRow;
  familySecret: string;
}

/** New tokens of a session and the writes that make them the only ones. */
export interface Renewal extends SessionTokens {
  ends: SessionEnds;
  writes: Write[];
}

/** Refresh tokens. Each is good once; the reasons stand in docs/adr, "Refresh tokens rotate". */
export interface SessionRefreshes {
  /** Reads the session of a refresh token that was given out once; undefined when it was not, or the session is gone. */
  find(refreshToken: string): Promise<FoundSession | undefined>;
  /** New tokens in place of the current ones; its condition fails when somebody else replaced them or ended the session. */
  rotating(found: FoundSession, now: Date): Renewal;
  /** The current tokens made anew because their answer was lost: the lost ones end, the time for retries does not. */
  repeating(found: FoundSession, now: Date): Renewal;
}

/** Opens the refresh tokens. Needs `TABLE_SESSIONS` and `TABLE_PLAYERS`. */
export function openSessionRefreshes(): SessionRefreshes {
  return {
    find,
    rotating(found, now) {
      const ends = sessionEnds(new Date(found.row.createdAt), now);
      return renewal(found, ends, {
        previousRefreshHash: found.row.refreshHash,
        refreshedAt: now.toISOString(),
        refreshEndsAtSeconds: ends.refreshEndsAtSeconds,
        expiresAtSeconds: ends.refreshEndsAtSeconds,
      });
    },
    repeating(found, now) {
      const { createdAt, refreshEndsAtSeconds } = found.row;
      return renewal(found, { ...sessionEnds(new Date(createdAt), now), refreshEndsAtSeconds }, {});
    },
  };
}

async function find(refreshToken: string): Promise<FoundSession | undefined> {
  const token = readRefreshToken(refreshToken);
  if (token === undefined) return;
  const { playerId, sessionId, familySecret } = token;
  const found = await readWithAccount(playerId, sessionId);
  if (found === undefined || !isSecretOf(found.session.familyHash, familySecret)) return;
  const { session, account } = found;
  const { refreshedAt, refreshEndsAtSeconds, endsAtSeconds } = session;
  return {
    playerId,
    sessionId,
    presented: presentedOf(session, token.secret),
    accountState: account.state,
    isRevoked: isRevoked(session, account),
    refreshedAt,
    refreshEndsAtSeconds,
    endsAtSeconds,
    row: session,
    familySecret,
  };
}

function presentedOf({ refreshHash, previousRefreshHash }: SessionRow, secret: string): PresentedToken {
  if (isSecretOf(refreshHash, secret)) return 'current';
  if (previousRefreshHash !== undefined && isSecretOf(previousRefreshHash, secret)) return 'predecessor';
  return 'superseded';
}

function renewal(found: FoundSession, ends: SessionEnds, changes: Record<string, string | number>): Renewal {
  const { playerId, sessionId, familySecret, row } = found;
  const [secret, refreshSecret] = [newSecret(), newSecret()];
  const set: Record<string, string | number> = {
    ...changes,
    secretHash: hashOfSecret(secret),
    refreshHash: hashOfSecret(refreshSecret),
    accessEndsAtSeconds: ends.accessEndsAtSeconds,
  };
  const update: Write = {
    Update: {
      TableName: setting('TABLE_SESSIONS'),
      Key: { pk: playerId, sk: sessionId },
      UpdateExpression: `SET ${Object.keys(set)
        .map((name) => `${name} = :${name}`)
        .join(', ')}`,
      ConditionExpression: 'refreshHash = :seen',
      ExpressionAttributeValues: {
        ':seen': row.refreshHash,
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      },
    },
  };
  return {
    accessToken: accessTokenOf(sessionId, secret),
    refreshToken: refreshTokenOf(sessionId, familySecret, refreshSecret),
    ends,
    writes: [update, stillSignedIn(playerId, row)],
  };
}

/** No session goes on beside a closure, or beside the end of all sessions, that was decided at the same time. */
function stillSignedIn(playerId: string, row: SessionRow): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      ConditionExpression: '#state = :open AND sessionsValidFrom <= :countsFrom',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':open': 'open', ':countsFrom': countsFrom(row) },
    },
  };
}
