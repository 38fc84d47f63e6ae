import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { HttpHandler } from '#functions/edge/http.ts';
import { handler as endOthers } from '#functions/session/end-others.ts';
import { handler as end } from '#functions/session/end.ts';
import { handler as list } from '#functions/session/list.ts';
import { handler as refresh } from '#functions/session/refresh.ts';
import { sessionBegun } from '#domain/session/session.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSessions } from '#stores/sessions.ts';
import { callRoute } from '#test/support/handler-calls.ts';

/** The tokens of a login or a refresh. */
export interface GivenTokens {
  sessionId: string;
  accessToken: string;
  refreshToken: string;
}

/** Sessions of one player, through the handlers of the routes. */
export interface SessionDesk {
  playerId: string;
  logIn(now: Date): Promise<GivenTokens>;
  /** The status, with new tokens when they were granted. */
  refresh(refreshToken: string, now: Date): Promise<{ status: number; tokens: GivenTokens | undefined; body: unknown }>;
  /** The ids that the list shows; undefined when the token was refused. */
  list(accessToken: string, now: Date): Promise<string[] | undefined>;
  /** Answers the status. */
  end(accessToken: string, sessionId: string, now: Date): Promise<number>;
  /** Answers the status. */
  endOthers(accessToken: string, now: Date): Promise<number>;
  /** Ends every session that began before, as a closure does. */
  moveValidFrom(now: Date): Promise<void>;
}

async function call(caller: 'public' | 'player', handler: HttpHandler, given: Parameters<typeof callRoute>[1]) {
  process.env['ROUTE_CALLER'] = caller;
  const answer = callRoute(handler, given);
  // The edge reads the kind of caller before it waits for anything.
  process.env['ROUTE_CALLER'] = 'player';
  return answer;
}

/** Opens an account and its desk. Needs the services of handlers. */
export async function openSessionDesk(registeredAt: Date): Promise<SessionDesk> {
  const playerId = newId();
  const Key = { pk: playerId, sk: 'account' };
  const account = { state: 'open', jurisdiction: 'ID', language: 'en', sessionsValidFrom: registeredAt.toISOString() };
  await documentClient().send(new PutCommand({ TableName: 'players', Item: { ...Key, schemaVersion: 1, ...account } }));
  return {
    playerId,
    async logIn(now) {
      const { session, write, ...tokens } = openSessions().open(playerId, { deviceKind: 'other' }, now);
      const actor = { kind: 'player', id: playerId, requestId: 'request' } as const;
      await openLedger().commit({ writes: [write], ...sessionBegun(playerId, session.sessionId), actor, now });
      return { sessionId: session.sessionId, ...tokens };
    },
    async refresh(refreshToken, now) {
      const { status, body } = await call('public', refresh, { now, body: { refreshToken } });
      return { status, body, tokens: status === 201 ? (body as unknown as GivenTokens) : undefined };
    },
    async list(accessToken, now) {
      const { status, body } = await call('player', list, { now, accessToken });
      if (status !== 200) return undefined;
      return (body['sessions'] as { sessionId: string }[]).map(({ sessionId }) => sessionId);
    },
    async end(accessToken, sessionId, now) {
      return (await call('player', end, { now, accessToken, path: { sessionId } })).status;
    },
    async endOthers(accessToken, now) {
      return (await call('player', endOthers, { now, accessToken })).status;
    },
    async moveValidFrom(now) {
      await documentClient().send(
        new UpdateCommand({
          TableName: 'players',
          Key,
          UpdateExpression: 'SET sessionsValidFrom = :now',
          ExpressionAttributeValues: { ':now': now.toISOString() },
        }),
      );
    },
  };
}
