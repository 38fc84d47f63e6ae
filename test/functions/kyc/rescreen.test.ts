import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rescreen, type RescreenStores } from '#functions/kyc/rescreen.ts';
import { watchLists } from '#functions/kyc/watch-lists.ts';
import { openHolders } from '#stores/breaches/holders.ts';
import { newId } from '#stores/ids.ts';
import { openRescreeningJobs } from '#stores/kyc/rescreening-jobs.ts';
import { openListScreening } from '#stores/kyc/screening-list.ts';
import { openRemoteScreening } from '#stores/kyc/screening-remote.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openQueue } from '#stores/queue.ts';
import { tick } from '#test/support/handler-calls.ts';
import { type Fault, openHandlerServices } from '#test/support/handler-services.ts';
import { deliverAgain, screenedPlayer } from '#test/support/screened-players.ts';
import { listFile, putList, removeList, startFakeService } from '#test/support/screening.ts';

const services = await openHandlerServices();
const storage = new S3Client({});
const bucket = process.env['BUCKET_SCREENING_LISTS'] ?? '';
const fake = await startFakeService();
const jobs = openRescreeningJobs();
/** More than a page in one shard needs many; enough that several shards have some. */
const players: string[] = [];
let sent: { queue: string; message: unknown }[] = [];

const remembering = (name: string) => {
  const queue = openQueue(name);
  return {
    async send(messages: readonly Readonly<Record<string, string>>[]) {
      await queue.send(messages);
      sent.push(...messages.map((message) => ({ queue: name, message })));
    },
  };
};
const stores: RescreenStores = {
  holders: openHolders(),
  jobs,
  ledger: openLedger(),
  players: openPlayers(),
  jobQueue: remembering('kyc-rescreening'),
  screeningQueue: remembering('kyc-screening'),
};
const work = rescreen(stores);

beforeAll(async () => {
  for (let count = 0; count < 12; count += 1) players.push(await screenedPlayer(new Date(services.clock.now() - 1000)));
});
beforeEach(() => {
  services.reset();
  sent = [];
});
afterAll(() => fake.close());

const sentPlayers = () =>
  sent
    .filter(({ queue }) => queue === 'kyc-screening')
    .map(({ message }) => (message as { subjectId: string }).subjectId);
const countOf = (playerId: string) => sentPlayers().filter((each) => each === playerId).length;
const isFinished = async (listVersion: string) => {
  expect(await jobs.find({ listVersion })).toMatchObject({ state: 'done', shard: 15 });
  expect(await jobs.open()).not.toContainEqual({ listVersion });
};

describe('a new list', () => {
  test('has everybody whose identity is held compared once, and says how far it is', async () => {
    const listVersion = newId();
    expect(await deliverAgain(work, { listVersion })).toBe(true);
    for (const playerId of players) expect(countOf(playerId)).toBe(1);
    await isFinished(listVersion);
    const job = await jobs.find({ listVersion });
    expect(job?.peopleCount).toBe(sentPlayers().length);
    expect(job?.pagesDone).toBeGreaterThanOrEqual(16);
  });

  test('is worked off once, however often it is announced', async () => {
    const listVersion = newId();
    await Promise.all([1, 2, 3].map(() => deliverAgain(work, { listVersion })));
    expect(await deliverAgain(work, { listVersion })).toBe(true);
    await isFinished(listVersion);
    sent = [];
    expect(await deliverAgain(work, { listVersion })).toBe(true);
    expect(sent).toEqual([]);
  });

  test('goes on in another message when time is short', async () => {
    const listVersion = newId();
    expect(await deliverAgain(work, { listVersion }, { remainingMilliseconds: 10 })).toBe(true);
    expect(sent).toEqual([{ queue: 'kyc-rescreening', message: { listVersion } }]);
    expect(await jobs.find({ listVersion })).toMatchObject({ state: 'running', pagesDone: 0 });
    expect(await deliverAgain(work, { listVersion })).toBe(true);
    await isFinished(listVersion);
  });

  test('leaves out who has no open account', async () => {
    const listVersion = newId();
    const closed = rescreen({
      ...stores,
      players: {
        async read(playerId) {
          const account = await stores.players.read(playerId);
          return playerId === players[0] ? { ...account, state: 'closed' } : account;
        },
      },
    });
    expect(await deliverAgain(closed, { listVersion })).toBe(true);
    expect(countOf(players[0] ?? '')).toBe(0);
    expect(countOf(players[1] ?? '')).toBe(1);
  });
});

test('comparing everybody again converges whatever happens to any one of its AWS calls', async () => {
  const deliverWith = async (listVersion: string, at: number, fault: Fault) => {
    services.reset();
    sent = [];
    services.meddle = (call) => (call === at ? fault : 'none');
    for (let receiveCount = 1; !(await deliverAgain(work, { listVersion }, { receiveCount })); receiveCount += 1)
      expect(receiveCount).toBeLessThan(4);
    const calls = services.calls.length;
    services.reset();
    return calls;
  };
  const calls = await deliverWith(newId(), 0, 'none');
  const everywhere = Array.from({ length: calls }, (_, at) => at + 1);
  // Clients wait before they try again: the first page is enough, the others are the same.
  const firstPage = everywhere.filter((at) => at <= 5);
  const faults = {
    'crash-before': everywhere,
    'crash-after': everywhere,
    throttle: firstPage,
    'unavailable-after': firstPage,
  };
  let runs = 0;
  for (const [fault, places] of Object.entries(faults) as [Fault, number[]][]) {
    for (const at of places) {
      runs += 1;
      const listVersion = newId();
      await deliverWith(listVersion, at, fault);
      await isFinished(listVersion);
      expect({ fault, at, missing: players.filter((playerId) => countOf(playerId) === 0) }).toEqual({
        fault,
        at,
        missing: [],
      });
    }
  }
  expect(runs).toBe(2 * calls + 2 * firstPage.length);
  process.stdout.write(`rescreening: ${runs} of ${runs} faulty runs converged (${calls} AWS calls)\n`);
}, 240_000);

describe('the watch', () => {
  const watch = (service: Parameters<typeof watchLists>[0]['service']) =>
    watchLists({ jobs, queue: stores.jobQueue, service });

  test('begins with a version of a service that nobody was compared with, and only then', async () => {
    fake.version = `service-${newId()}`;
    const watching = watch(openRemoteScreening({ url: fake.url, dataset: 'fraud' }));
    await tick(watching);
    expect(sent).toEqual([{ queue: 'kyc-rescreening', message: { listVersion: fake.version } }]);
    await deliverAgain(work, { listVersion: fake.version });
    sent = [];
    await tick(watching);
    expect(sent).toEqual([]);
  });

  test('begins with a list whose event was lost, and does nothing where there is none', async () => {
    const listVersion = await putList(storage, bucket, listFile([{ name: 'Zyx Qwrtp' }]));
    await tick(watch(openListScreening()));
    expect(sent.map(({ message }) => message)).toEqual([{ listVersion }]);
    await removeList(storage, bucket);
    sent = [];
    await tick(watch(openListScreening()));
    expect(sent).toEqual([]);
    expect(services.logs.some((line) => line.includes('SCREENING_LIST_UNKNOWN'))).toBe(true);
  });

  test('takes up a job that stands still, and none that somebody works on', async () => {
    const [still, busy] = [newId(), newId()];
    const begun = (listVersion: string, at: Date) => ({
      listVersion,
      state: 'running' as const,
      pagesDone: 0,
      shard: 0,
      peopleCount: 0,
      startedAt: at.toISOString(),
      beatAt: at.toISOString(),
    });
    const now = new Date();
    const actor = { kind: 'platform', requestId: 'test' } as const;
    const writes = [
      ...jobs.beginning(begun(still, new Date(now.getTime() - 600_000))),
      ...jobs.beginning(begun(busy, now)),
    ];
    await stores.ledger.commit({ writes, audit: [], actor, now });
    await tick(watch({ version: async () => undefined }));
    expect(sent.map(({ message }) => message)).toEqual([{ listVersion: still }]);
    for (const listVersion of [still, busy]) await deliverAgain(work, { listVersion });
    await isFinished(still);
  });
});
