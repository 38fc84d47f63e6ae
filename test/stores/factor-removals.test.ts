import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removalSeconds, type FactorRemoval } from '#domain/session/factor-removal.ts';
import { documentClient } from '#stores/clients.ts';
import type { Write } from '#stores/commitment.ts';
import { removingEveryFactor } from '#stores/factor-removal.ts';
import { openFactorRemovals } from '#stores/factor-removals.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});

const now = new Date('2026-06-01T10:00:00.000Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const removals = openFactorRemovals();

const commit = (writes: readonly Write[]) =>
  openLedger().commit({ writes, audit: [], actor: { kind: 'visitor', requestId: 'request' }, now });

const removalOf = (playerId: string, opened = now): FactorRemoval => ({
  playerId,
  removalId: newId(),
  state: 'open',
  request: {
    reason: 'authenticator-lost',
    caseReference: 'CASE-1',
    proof: 'document-in-person',
    openedAt: opened.toISOString(),
    openedBy: 'author',
  },
});

async function opened(playerId = newId(), at = now): Promise<FactorRemoval> {
  const removal = removalOf(playerId, at);
  await commit(removals.opening(removal, at));
  return removal;
}

const stopped = (removal: FactorRemoval): FactorRemoval => ({
  ...removal,
  state: 'stopped',
  decision: { decidedAt: now.toISOString() },
});

beforeEach(async () => {
  for (const { pk, sk } of await services.scan('activity'))
    if (pk === 'factor-removals')
      await documentClient().send(new DeleteCommand({ TableName: 'activity', Key: { pk, sk } }));
});

describe('a removal', () => {
  it('is found as it was opened, by its player only, and is gone after its life', async () => {
    const removal = await opened();
    expect(await removals.find(removal.playerId, now)).toEqual(removal);
    expect(await removals.find(newId(), now)).toBeUndefined();
    expect(await removals.find(removal.playerId, after(removalSeconds.life - 1))).toEqual(removal);
    expect(await removals.find(removal.playerId, after(removalSeconds.life))).toBeUndefined();
  });

  it('is one at a time: the next one begins when the last was decided or has ended', async () => {
    const { playerId, ...first } = await opened();
    await expect(opened(playerId)).rejects.toThrow(Conflict);
    await expect(opened(playerId, after(removalSeconds.life - 1))).rejects.toThrow(Conflict);
    await commit(removals.deciding(stopped({ playerId, ...first })));
    const second = await opened(playerId, after(1));
    const third = await opened(playerId, after(removalSeconds.life + 1));
    expect(await removals.find(playerId, after(removalSeconds.life + 1))).toEqual(third);
    await expect(commit(removals.deciding(stopped(second)))).rejects.toThrow(Conflict);
  });

  it('is opened once of many at once', async () => {
    const playerId = newId();
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => opened(playerId)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is decided once of many at once, and leaves the queue', async () => {
    const removal = await opened();
    const decisions = ['approved', 'declined', 'stopped', 'approved'] as const;
    const tries = await Promise.allSettled(
      decisions.map((state) => commit(removals.deciding({ ...stopped(removal), state }))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const kept = await removals.find(removal.playerId, now);
    expect(kept).toMatchObject({ removalId: removal.removalId, decision: { decidedAt: now.toISOString() } });
    expect((await removals.waiting({ limit: 10 }, now)).removals).toEqual([]);
  });
});

describe('the queue', () => {
  it('holds open ones, oldest first, page by page, and none whose life is over', async () => {
    await opened(newId(), after(-removalSeconds.life));
    const all: FactorRemoval[] = [];
    for (let number = 0; number < 5; number += 1) all.push(await opened(newId(), after(number - 10)));
    const first = await removals.waiting({ limit: 2 }, now);
    const second = await removals.waiting({ limit: 2, after: first.cursor }, now);
    const third = await removals.waiting({ limit: 2, after: second.cursor }, now);
    expect([first, second, third].map((page) => page.removals)).toEqual([
      all.slice(0, 2),
      all.slice(2, 4),
      all.slice(4),
    ]);
    expect([first.cursor !== undefined, second.cursor !== undefined, third.cursor]).toEqual([true, true, undefined]);
  });

  it('is empty when nothing waits', async () => {
    expect(await removals.waiting({ limit: 2 }, now)).toEqual({ removals: [], cursor: undefined });
  });
});

describe('removing every factor', () => {
  it('takes every row of factors, of kinds that nobody knows yet too, and nothing else', async () => {
    const [playerId, other] = [newId(), newId()];
    const kinds = ['factor#totp', 'factor#recovery-code', 'factor#sms', 'factor#passkey#one', 'factor#passkey#two'];
    const put = (pk: string, sk: string) =>
      documentClient().send(new PutCommand({ TableName: 'credentials', Item: { pk, sk, schemaVersion: 1 } }));
    for (const sk of [...kinds, 'password']) await put(playerId, sk);
    await put(other, 'factor#totp');
    const writes = await removingEveryFactor(playerId);
    expect(writes).toHaveLength(kinds.length);
    await commit(writes);
    const left = (await services.scan('credentials')).filter(({ pk }) => pk === playerId || pk === other);
    expect(left.map(({ pk, sk }) => [pk, sk])).toEqual(
      expect.arrayContaining([
        [playerId, 'password'],
        [other, 'factor#totp'],
      ]),
    );
    expect(left).toHaveLength(2);
    expect(await removingEveryFactor(playerId)).toEqual([]);
  });
});
