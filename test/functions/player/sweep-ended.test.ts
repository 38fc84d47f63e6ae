import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handler, sweepEnded, type SweepStores } from '#functions/player/sweep-ended.ts';
import { documentClient } from '#stores/clients.ts';
import { openDueList } from '#stores/due-list.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openDocumentErasure } from '#stores/kyc/document-erasure.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSubjectRows } from '#stores/subject-rows.ts';
import { tick } from '#test/support/handler-calls.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});
beforeEach(() => services.reset());

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

/** Puts on the list that a class of somebody ends; answers who it is. */
async function due(at: Date, detail: string): Promise<string> {
  const subjectId = newId();
  const { Put } = openDueList().adding('key-end', at, { subjectId, detail });
  if (Put) await documentClient().send(new PutCommand(Put));
  return subjectId;
}

/** Somebody whose identity key has ended, and is due. */
async function endedIdentity(at: Date): Promise<string> {
  const subjectId = await due(at, 'identity');
  const endsAtSeconds = Math.floor(at.getTime() / 1000);
  const { write } = await openSubjectKeys().create(subjectId, 'identity', { endsAtSeconds });
  if (write.Put) await documentClient().send(new PutCommand(write.Put));
  return subjectId;
}

const isDue = async (subjectId: string) =>
  (await services.scan('jobs')).some(
    (item) => String(item['pk']).startsWith('due#') && item['subjectId'] === subjectId,
  );
const hasKey = async (subjectId: string) => (await services.scan('keys')).some(({ pk }) => pk === subjectId);

async function forget(subjectId: string): Promise<void> {
  const month = new Date().toISOString().slice(0, 7);
  const before = secondsAgo(3600).toISOString().slice(0, 7);
  for (const one of new Set([before, month]))
    for (const item of await openDueList().due('key-end', one, { by: new Date(), limit: 100 }))
      if (item.subjectId === subjectId) await openDueList().remove(item);
}

describe('the nightly sweep', () => {
  it.each([
    ['support', 'requests', 'request#one'],
    ['contact', 'consents', 'row#marketing'],
  ] as const)('takes the rows of the class %s that time to live has left in %s', async (keyClass, table, sk) => {
    const at = secondsAgo(100);
    const subjectId = await due(at, keyClass);
    const endsAtSeconds = Math.floor(at.getTime() / 1000);
    const { write } = await openSubjectKeys().create(subjectId, keyClass, { endsAtSeconds });
    if (write.Put) await documentClient().send(new PutCommand(write.Put));
    const Item = { pk: subjectId, sk, expiresAtSeconds: endsAtSeconds };
    await documentClient().send(new PutCommand({ TableName: table, Item }));
    await tick(handler);
    expect((await services.scan(table)).filter(({ pk }) => pk === subjectId)).toEqual([]);
  });

  it('says how many of each class it ended, and nothing where there was nothing to end', async () => {
    services.logs.length = 0;
    await tick(handler);
    expect(services.logs.join('')).not.toContain('CLASS_ENDED');
    await endedIdentity(secondsAgo(200));
    await endedIdentity(secondsAgo(150));
    await due(secondsAgo(100), 'identity');
    await tick(handler);
    const said = services.logs.map((line) => JSON.parse(line)).filter(({ code }) => code === 'CLASS_ENDED');
    expect(said).toMatchObject([{ keyClass: 'identity', count: 2 }]);
  });

  it('ends what is due although something before it fails, which stays due and raises the alarm', async () => {
    const failing = await due(secondsAgo(300), 'no-class-of-ours');
    const ended = await endedIdentity(secondsAgo(200));
    await expect(tick(handler)).rejects.toThrow('SCHEDULED_WORK_FAILED');
    expect({ key: await hasKey(ended), due: await isDue(ended) }).toEqual({ key: false, due: false });
    expect(await isDue(failing)).toBe(true);

    const later = await endedIdentity(secondsAgo(100));
    await expect(tick(handler)).rejects.toThrow('SCHEDULED_WORK_FAILED');
    expect(await hasKey(later)).toBe(false);

    await forget(failing);
    await tick(handler);
  });

  it('keeps the key of somebody whose rows did not end, so that the next night goes on', async () => {
    const ended = await endedIdentity(secondsAgo(100));
    const stores: SweepStores = {
      documents: openDocumentErasure(),
      dueList: openDueList(),
      keys: openSubjectKeys(),
      ledger: openLedger(),
      rows: { ...openSubjectRows(), page: async () => ({ rows: [], cursor: 'more' }) },
    };
    await expect(tick(sweepEnded(stores))).rejects.toThrow('SCHEDULED_WORK_FAILED');
    expect({ key: await hasKey(ended), due: await isDue(ended) }).toEqual({ key: true, due: true });
    await tick(handler);
    expect({ key: await hasKey(ended), due: await isDue(ended) }).toEqual({ key: false, due: false });
  });
});
