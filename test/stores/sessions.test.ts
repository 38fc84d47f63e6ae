import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openSessions, sessionSeconds } from '#stores/sessions.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

/** Opens sessions of a player, one every second; answers the id of the last. */
async function openMany(playerId: string, { count, from }: { count: number; from: Date }): Promise<string> {
  let lastId = '';
  for (let index = 0; index < count; index += 1) {
    const { session, write } = openSessions().open(playerId, 'other', new Date(from.getTime() + index * 1000));
    if (write.Put) await documentClient().send(new PutCommand(write.Put));
    lastId = session.sessionId;
  }
  return lastId;
}

describe('the list of sessions', () => {
  it('shows what has not ended, however many ended sessions still lie in the table', async () => {
    const playerId = newId();
    const now = new Date();
    await openMany(playerId, { count: 150, from: new Date(now.getTime() - 86_400_000) });
    const open = [await openMany(playerId, { count: 1, from: now }), await openMany(playerId, { count: 1, from: now })];
    const listed = await openSessions().list(playerId, now);
    expect(new Set(listed.map(({ sessionId }) => sessionId))).toEqual(new Set(open));
  });

  it('shows the newest where there are too many', async () => {
    const playerId = newId();
    const now = new Date();
    const newest = await openMany(playerId, { count: 120, from: new Date(now.getTime() - 120_000) });
    const listed = await openSessions().list(playerId, now);
    expect(listed).toHaveLength(100);
    expect(listed[0]?.sessionId).toBe(newest);
  });

  it('leaves a session out from the second in which it ends', async () => {
    const playerId = newId();
    const now = new Date('2026-05-04T10:00:00.000Z');
    await openMany(playerId, { count: 1, from: now });
    const ends = now.getTime() + sessionSeconds * 1000;
    expect(await openSessions().list(playerId, new Date(ends - 1))).toHaveLength(1);
    expect(await openSessions().list(playerId, new Date(ends))).toEqual([]);
  });
});
