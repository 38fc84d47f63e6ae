import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { sessionEnds, type SessionEnds } from '#domain/session/limits.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { newId, newSecret } from './ids.ts';
import { isRevoked, readWithAccount, sessionItemSchema, type DeviceKind, type SessionRow } from './session-rows.ts';
import {
  accessTokenOf,
  hashOfSecret,
  isSecretOf,
  readAccessToken,
  refreshTokenOf,
  type SessionTokens,
} from './session-tokens.ts';
import { setting } from './settings.ts';

/** A signed-in player. */
export interface AuthenticatedPlayer {
  kind: 'player';
  playerId: string;
  sessionId: string;
  accountState: 'open' | 'closing';
  jurisdiction: string;
  language: string;
  /** From when consent to a new version of the policy is due, if it is. */
  consentDueFrom?: string | undefined;
  /** When whoever holds the session last proved who they are. */
  provenAt: string;
  /** Sessions of the account that count from an earlier moment have ended. */
  sessionsValidFrom: string;
}

/** One session as its owner sees it. */
export interface Session extends SessionEnds {
  sessionId: string;
  createdAt: string;
  refreshedAt: string;
  deviceKind: DeviceKind;
}

/** The device of a session. */
export interface SessionDevice {
  deviceKind: DeviceKind;
  /** Under which it is kept, where it said which it is. */
  deviceHash?: string | undefined;
}

/** How many sessions a list shows at most. */
const sessionsListedMax = 100;
/** A page holds about two thousand rows; nobody logs in so often before time to live has removed the first. */
const pagesMax = 20;

/** Sessions of players: one row per login. Of every secret only the SHA-256 is kept. */
export interface Sessions {
  /** Reads session and account consistently in one call; undefined for every reason not to trust the token. */
  authenticate(token: string, now: Date): Promise<AuthenticatedPlayer | undefined>;
  /** Makes a session and the write that opens it. */
  open(playerId: string, device: SessionDevice, now: Date): { session: Session; write: Write } & SessionTokens;
  /** Sessions of a player that have not ended, newest first. */
  list(player: { playerId: string; sessionsValidFrom: string }, now: Date): Promise<Session[]>;
  /** The write that ends a session with all its tokens; its condition fails when there is none. */
  ending(playerId: string, sessionId: string): Write;
}

/** Opens the session store. Needs `TABLE_SESSIONS`; authentication also `TABLE_PLAYERS`. */
export function openSessions(): Sessions {
  return { authenticate, open, list, ending };
}

async function authenticate(token: string, now: Date): Promise<AuthenticatedPlayer | undefined> {
  const presented = readAccessToken(token);
  if (presented === undefined) return;
  const { playerId, sessionId, secret } = presented;
  const found = await readWithAccount(playerId, sessionId);
  if (found === undefined || found.account.state === 'closed') return;
  const { session, account } = found;
  if (!isSecretOf(session.secretHash, secret) || isRevoked(session, account)) return;
  if (Math.min(session.accessEndsAtSeconds, session.endsAtSeconds) * 1000 <= now.getTime()) return;
  const { state, jurisdiction, language, sessionsValidFrom, policyConsentDueFrom: consentDueFrom } = found.account;
  const ofAccount = { accountState: state, jurisdiction, language, sessionsValidFrom, consentDueFrom };
  return { kind: 'player', playerId, sessionId, provenAt: session.provenAt, ...ofAccount };
}

function open(playerId: string, { deviceKind, deviceHash }: SessionDevice, now: Date) {
  const sessionId = playerId + newId();
  const [secret, familySecret, refreshSecret] = [newSecret(), newSecret(), newSecret()];
  const at = now.toISOString();
  const ends = sessionEnds(now, now);
  const Item = {
    pk: playerId,
    sk: sessionId,
    schemaVersion: 3,
    secretHash: hashOfSecret(secret),
    familyHash: hashOfSecret(familySecret),
    refreshHash: hashOfSecret(refreshSecret),
    createdAt: at,
    refreshedAt: at,
    provenAt: at,
    ...ends,
    deviceKind,
    ...(deviceHash === undefined ? {} : { deviceHash }),
    expiresAtSeconds: ends.refreshEndsAtSeconds,
  };
  const write: Write = {
    Put: { TableName: setting('TABLE_SESSIONS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  };
  return {
    session: { sessionId, createdAt: at, refreshedAt: at, deviceKind, ...ends },
    accessToken: accessTokenOf(sessionId, secret),
    refreshToken: refreshTokenOf(sessionId, familySecret, refreshSecret),
    write,
  };
}

/** Reads on until nothing is left: ended sessions stay in the table for days (DynamoDB's time to live). */
async function list(player: { playerId: string; sessionsValidFrom: string }, now: Date): Promise<Session[]> {
  const items: SessionRow[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_SESSIONS'),
        KeyConditionExpression: 'pk = :playerId',
        FilterExpression: 'refreshEndsAtSeconds > :now AND endsAtSeconds > :now',
        ExpressionAttributeValues: { ':playerId': player.playerId, ':now': now.getTime() / 1000 },
        ConsistentRead: true,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    items.push(...z.array(sessionItemSchema()).parse(answer.Items ?? []));
    ExclusiveStartKey = answer.LastEvaluatedKey;
    if (ExclusiveStartKey === undefined) break;
  }
  return items
    .filter((item) => !isRevoked(item, player))
    .map(sessionOf)
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
    .slice(0, sessionsListedMax);
}

function sessionOf(row: SessionRow): Session {
  const { sk, createdAt, refreshedAt, deviceKind, accessEndsAtSeconds, refreshEndsAtSeconds, endsAtSeconds } = row;
  const ends = { accessEndsAtSeconds, refreshEndsAtSeconds, endsAtSeconds };
  return { sessionId: sk, createdAt, refreshedAt, deviceKind, ...ends };
}

function ending(playerId: string, sessionId: string): Write {
  return {
    Delete: {
      TableName: setting('TABLE_SESSIONS'),
      Key: { pk: playerId, sk: sessionId },
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}
