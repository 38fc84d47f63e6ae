import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { sessionLimits } from '#domain/session/limits.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openSessions } from '#stores/sessions.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

/** Opens sessions of a player, one every second; answers the id of the last. */
async function openMany(playerId: string, { count, from }: { count: number; from: Date }): Promise<string> {
  let lastId = '';
  for (let index = 0; index < count; index += 1) {
    const { session, write } = openSessions().open(
      playerId,
      { deviceKind: 'other' },
      new Date(from.getTime() + index * 1000),
    );
    if (write.Put) await documentClient().send(new PutCommand(write.Put));
    lastId = session.sessionId;
  }
  return lastId;
}

const listOf = (playerId: string, now: Date, sessionsValidFrom = '2026-01-01T00:00:00.000Z') =>
  openSessions().list({ playerId, sessionsValidFrom }, now);

describe('the list of sessions', () => {
  it('shows what has not ended, however many ended sessions still lie in the table', async () => {
    const playerId = newId();
    const now = new Date();
    await openMany(playerId, { count: 150, from: new Date(now.getTime() - 31 * 86_400_000) });
    const open = [await openMany(playerId, { count: 1, from: now }), await openMany(playerId, { count: 1, from: now })];
    const listed = await listOf(playerId, now);
    expect(new Set(listed.map(({ sessionId }) => sessionId))).toEqual(new Set(open));
  });

  it('shows the newest where there are too many', async () => {
    const playerId = newId();
    const now = new Date();
    const newest = await openMany(playerId, { count: 120, from: new Date(now.getTime() - 120_000) });
    const listed = await listOf(playerId, now);
    expect(listed).toHaveLength(100);
    expect(listed[0]?.sessionId).toBe(newest);
  });

  it('leaves a session out from the second in which it ends', async () => {
    const playerId = newId();
    const now = new Date('2026-05-04T10:00:00.000Z');
    await openMany(playerId, { count: 1, from: now });
    const ends = now.getTime() + sessionLimits.idleSeconds * 1000;
    expect(await listOf(playerId, new Date(ends - 1))).toHaveLength(1);
    expect(await listOf(playerId, new Date(ends))).toEqual([]);
  });

  it('leaves out what ended together with all others', async () => {
    const playerId = newId();
    const now = new Date('2026-05-04T10:00:00.000Z');
    const last = await openMany(playerId, { count: 3, from: now });
    const listed = await listOf(playerId, new Date(now.getTime() + 60_000), '2026-05-04T10:00:01.001Z');
    expect(listed.map(({ sessionId }) => sessionId)).toEqual([last]);
  });
});
