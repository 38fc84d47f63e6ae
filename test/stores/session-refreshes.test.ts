import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentClient } from '#stores/clients.ts';
import { Conflict } from '#stores/failures.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSessionRefreshes, type FoundSession, type Renewal } from '#stores/session-refreshes.ts';
import { openSessionDesk, type SessionDesk } from '#test/functions/session/session-desk.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

const login = new Date('2026-05-04T10:00:00.000Z');
const now = new Date('2026-05-04T10:00:10.000Z');
const actor = { kind: 'visitor', requestId: 'request' } as const;

interface Read {
  desk: SessionDesk;
  accessToken: string;
  refreshToken: string;
  sessionId: string;
  found: FoundSession;
}

/** A session that somebody has read in order to refresh it. */
async function readSession(): Promise<Read> {
  const desk = await openSessionDesk(new Date(login.getTime() - 1));
  const tokens = await desk.logIn(login);
  const found = await openSessionRefreshes().find(tokens.refreshToken);
  if (found === undefined) throw new Error('The session was not found');
  return { desk, ...tokens, found };
}

const commit = ({ writes }: Renewal) => openLedger().commit({ writes, audit: [], actor, now });

const setState = (playerId: string, state: string) =>
  documentClient().send(
    new UpdateCommand({
      TableName: 'players',
      Key: { pk: playerId, sk: 'account' },
      UpdateExpression: 'SET #state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state },
    }),
  );

describe('a refresh that was read before something happened', () => {
  it.each<[string, (read: Read) => Promise<unknown>]>([
    ['the session was refreshed', ({ desk, refreshToken }) => desk.refresh(refreshToken, now)],
    ['it was ended', ({ desk, accessToken, sessionId }) => desk.end(accessToken, sessionId, now)],
    ['another session ended all others', async ({ desk }) => desk.endOthers((await desk.logIn(now)).accessToken, now)],
    ['all sessions of the account were ended', ({ desk }) => desk.moveValidFrom(now)],
    ['a closure was asked for', ({ desk }) => setState(desk.playerId, 'closing')],
    ['the account was closed', ({ desk }) => setState(desk.playerId, 'closed')],
  ])('changes nothing when meanwhile %s', async (_, happens) => {
    const read = await readSession();
    await happens(read);
    await expect(commit(openSessionRefreshes().rotating(read.found, now))).rejects.toThrow(Conflict);
    await expect(commit(openSessionRefreshes().repeating(read.found, now))).rejects.toThrow(Conflict);
  });

  it('goes through otherwise', async () => {
    const { found } = await readSession();
    const { refreshToken, writes, ends } = openSessionRefreshes().rotating(found, now);
    await openLedger().commit({ writes, audit: [], actor, now });
    const next = await openSessionRefreshes().find(refreshToken);
    expect(next).toMatchObject({ presented: 'current', refreshedAt: now.toISOString(), ...refreshLimits(ends) });
  });
});

const refreshLimits = ({ refreshEndsAtSeconds, endsAtSeconds }: Renewal['ends']) => ({
  refreshEndsAtSeconds,
  endsAtSeconds,
});
