import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { Unavailable } from './failures.ts';
import { setting } from './settings.ts';

/** Kinds of device: those that the policy names (C22), Android's browsers, and the rest. */
export const deviceKindSchema = z.enum(['android-app', 'android-browser', 'ios-browser', 'desktop', 'other']);

/** Kind of device of a session. */
export type DeviceKind = z.infer<typeof deviceKindSchema>;

/** One row per login: all tokens that were ever given out for it stand and fall with the row. */
const makeSessionItemSchema = () =>
  z.object({
    pk: z.string(),
    sk: z.string(),
    /** Of the current access token. */
    secretHash: z.string(),
    /** Of the secret that all refresh tokens of the session share. */
    familyHash: z.string(),
    /** Of the current refresh token. */
    refreshHash: z.string(),
    /** Of the refresh token that the current one replaced. */
    previousRefreshHash: z.string().optional(),
    createdAt: z.string(),
    refreshedAt: z.string(),
    /** When whoever holds the session last proved who they are: at the login, or at a step-up since. */
    provenAt: z.string(),
    /** Up to this moment the session was spared when all others were ended. */
    keptAt: z.string().optional(),
    accessEndsAtSeconds: z.number(),
    refreshEndsAtSeconds: z.number(),
    endsAtSeconds: z.number(),
    deviceKind: deviceKindSchema,
    /** Of the device that logged in, where it said which it is. */
    deviceHash: z.string().optional(),
  });

/** A session as stored. */
export type SessionRow = z.infer<ReturnType<typeof makeSessionItemSchema>>;

const makeAccountStateSchema = () =>
  z.object({
    state: z.enum(['open', 'closing', 'closed']),
    jurisdiction: z.string(),
    language: z.string(),
    sessionsValidFrom: z.string(),
    policyConsentDueFrom: z.string().optional(),
  });

/** What decides about the sessions of an account. */
export type AccountState = z.infer<ReturnType<typeof makeAccountStateSchema>>;

let sessionItems: ReturnType<typeof makeSessionItemSchema> | undefined;
let accountStates: ReturnType<typeof makeAccountStateSchema> | undefined;

/** The schema of a stored session, made at the first reading: a login reads none and starts sooner without. */
export const sessionItemSchema = () => (sessionItems ??= makeSessionItemSchema());
const accountStateSchema = () => (accountStates ??= makeAccountStateSchema());

/** From when a session counts: its login, or the later moment at which it was kept while all others ended. */
export const countsFrom = ({ createdAt, keptAt = '' }: Pick<SessionRow, 'createdAt' | 'keptAt'>): string =>
  keptAt > createdAt ? keptAt : createdAt;

/** Whether a session ended because those of its account are valid only from a later moment. */
export const isRevoked = (
  session: Pick<SessionRow, 'createdAt' | 'keptAt'>,
  account: Pick<AccountState, 'sessionsValidFrom'>,
): boolean => countsFrom(session) < account.sessionsValidFrom;

/** Reads a session and its account consistently in one call. Needs `TABLE_SESSIONS` and `TABLE_PLAYERS`. */
export async function readWithAccount(
  playerId: string,
  sessionId: string,
): Promise<{ session: SessionRow; account: AccountState } | undefined> {
  const tables = { sessions: setting('TABLE_SESSIONS'), players: setting('TABLE_PLAYERS') };
  const answer = await documentClient().send(
    new BatchGetCommand({
      RequestItems: {
        [tables.sessions]: { Keys: [{ pk: playerId, sk: sessionId }], ConsistentRead: true },
        [tables.players]: {
          Keys: [{ pk: playerId, sk: 'account' }],
          ConsistentRead: true,
          ProjectionExpression: '#state, jurisdiction, #language, sessionsValidFrom, policyConsentDueFrom',
          ExpressionAttributeNames: { '#state': 'state', '#language': 'language' },
        },
      },
    }),
  );
  if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0) throw new Unavailable('DynamoDB');
  const session = sessionItemSchema().optional().parse(answer.Responses?.[tables.sessions]?.[0]);
  const account = accountStateSchema().optional().parse(answer.Responses?.[tables.players]?.[0]);
  return session === undefined || account === undefined ? undefined : { session, account };
}
