import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { Unavailable } from './failures.ts';
import { idLength, newId, newSecret } from './ids.ts';
import { regionSettings, setting } from './settings.ts';

/** Kinds of device that the policy names (C22). */
export const deviceKindSchema = z.enum(['android-app', 'ios-browser', 'desktop', 'other']);

/** Kind of device of a session. */
export type DeviceKind = z.infer<typeof deviceKindSchema>;

const sessionItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  secretHash: z.string(),
  createdAt: z.string(),
  endsAtSeconds: z.number(),
  deviceKind: deviceKindSchema,
});

const accountStateSchema = z.object({
  state: z.enum(['open', 'closing', 'closed']),
  jurisdiction: z.string(),
  language: z.string(),
  sessionsValidFrom: z.string(),
});

/** A signed-in player. */
export interface AuthenticatedPlayer {
  kind: 'player';
  playerId: string;
  sessionId: string;
  accountState: 'open' | 'closing';
  jurisdiction: string;
  language: string;
}

/** One session as its owner sees it. */
export interface Session {
  sessionId: string;
  createdAt: string;
  endsAtSeconds: number;
  deviceKind: DeviceKind;
}

/** An access token lives this long; refresh tokens come with the second factor. */
export const sessionSeconds = 30 * 60;
/** How many sessions a list shows at most. */
const sessionsListedMax = 100;

/** Sessions of players. Tokens are `<region>.<sessionId>.<secret>`, kept only as SHA-256. */
export interface Sessions {
  /** Reads session and account consistently in one call; undefined for every reason not to trust the token. */
  authenticate(token: string, now: Date): Promise<AuthenticatedPlayer | undefined>;
  /** Makes a session and the write that opens it. */
  open(playerId: string, deviceKind: DeviceKind, now: Date): { session: Session; accessToken: string; write: Write };
  /** Sessions of a player that have not ended, newest first. */
  list(playerId: string, now: Date): Promise<Session[]>;
  /** The write that ends a session; its condition fails when there is none. */
  ending(playerId: string, sessionId: string): Write;
}

/** Opens the session store. Needs `TABLE_SESSIONS`; authentication also `TABLE_PLAYERS`. */
export function openSessions(): Sessions {
  return { authenticate, open, list, ending };
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
const playerIdOf = (sessionId: string) => sessionId.slice(0, idLength);

async function authenticate(token: string, now: Date): Promise<AuthenticatedPlayer | undefined> {
  const parts = /^([a-z0-9-]{1,30})\.([0-9a-z]{52})\.([\w-]{43})$/.exec(token);
  const [, region, sessionId = '', secret = ''] = parts ?? [];
  if (region !== regionSettings().region) return;
  const playerId = playerIdOf(sessionId);
  const { session, account } = await readBoth(playerId, sessionId);
  if (session === undefined || account === undefined || account.state === 'closed') return;
  const proven = timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(session.secretHash));
  if (!proven || !isCurrent(session, account, now)) return;
  const { state, jurisdiction, language } = account;
  return { kind: 'player', playerId, sessionId, accountState: state, jurisdiction, language };
}

/** A session ends at its own time, or at once when the account's sessions are valid only from a later moment. */
function isCurrent(
  session: { createdAt: string; endsAtSeconds: number },
  account: { sessionsValidFrom: string },
  now: Date,
): boolean {
  return session.endsAtSeconds * 1000 > now.getTime() && session.createdAt >= account.sessionsValidFrom;
}

async function readBoth(playerId: string, sessionId: string) {
  const tables = { sessions: setting('TABLE_SESSIONS'), players: setting('TABLE_PLAYERS') };
  const answer = await documentClient().send(
    new BatchGetCommand({
      RequestItems: {
        [tables.sessions]: { Keys: [{ pk: playerId, sk: sessionId }], ConsistentRead: true },
        [tables.players]: {
          Keys: [{ pk: playerId, sk: 'account' }],
          ConsistentRead: true,
          ProjectionExpression: '#state, jurisdiction, #language, sessionsValidFrom',
          ExpressionAttributeNames: { '#state': 'state', '#language': 'language' },
        },
      },
    }),
  );
  if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0) throw new Unavailable('DynamoDB');
  return {
    session: sessionItemSchema.optional().parse(answer.Responses?.[tables.sessions]?.[0]),
    account: accountStateSchema.optional().parse(answer.Responses?.[tables.players]?.[0]),
  };
}

function open(playerId: string, deviceKind: DeviceKind, now: Date) {
  const sessionId = playerId + newId();
  const secret = newSecret();
  const session: Session = {
    sessionId,
    createdAt: now.toISOString(),
    endsAtSeconds: Math.floor(now.getTime() / 1000) + sessionSeconds,
    deviceKind,
  };
  const Item = {
    pk: playerId,
    sk: sessionId,
    schemaVersion: 1,
    secretHash: hashOf(secret),
    createdAt: session.createdAt,
    endsAtSeconds: session.endsAtSeconds,
    deviceKind,
    expiresAtSeconds: session.endsAtSeconds,
  };
  const write: Write = {
    Put: { TableName: setting('TABLE_SESSIONS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  };
  return { session, accessToken: `${regionSettings().region}.${sessionId}.${secret}`, write };
}

/** Reads on until nothing is left or the list is full: ended sessions stay in the table for days (DynamoDB's time to live). */
async function list(playerId: string, now: Date): Promise<Session[]> {
  const items: z.infer<typeof sessionItemSchema>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_SESSIONS'),
        KeyConditionExpression: 'pk = :playerId',
        FilterExpression: 'endsAtSeconds > :now',
        ExpressionAttributeValues: { ':playerId': playerId, ':now': now.getTime() / 1000 },
        ConsistentRead: true,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    items.push(...z.array(sessionItemSchema).parse(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items
    .map(({ sk, createdAt, endsAtSeconds, deviceKind }) => ({ sessionId: sk, createdAt, endsAtSeconds, deviceKind }))
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
    .slice(0, sessionsListedMax);
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
