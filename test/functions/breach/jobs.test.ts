import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it, vi, afterEach } from 'vitest';
import { handler as buildList } from '#functions/breach/build-list.ts';
import { handler as edit } from '#functions/breach/edit.ts';
import { handler as list } from '#functions/breach/list.ts';
import { handler as sendNotices } from '#functions/breach/send-notices.ts';
import { handler as sweep } from '#functions/breach/sweep.ts';
import { handler as withdraw } from '#functions/breach/withdraw.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { tick } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import {
  beginSending,
  callAs,
  draftBreach,
  hireOfficers,
  noteHolding,
  putPlayer,
  showBreach,
  workOne,
} from './breach-case.ts';

const services = await openHandlerServices();
let officers: Awaited<ReturnType<typeof hireOfficers>>;

beforeAll(async () => {
  officers = await hireOfficers();
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
  for (const queue of ['breach-list', 'breach-notice']) {
    await services.sqs.handle('PurgeQueue', { QueueUrl: services.sqs.urlOf(queue) });
  }
});
afterEach(() => vi.useRealTimers());

const building = { queue: 'breach-list', handler: buildList };
const sending = { queue: 'breach-notice', handler: sendNotices };

/** Works a queue until it is empty; answers how many messages it took. */
async function workAll(source: typeof building & { milliseconds?: number }): Promise<number> {
  let messages = 0;
  while ((await workOne(services, source)) !== 'nothing') messages += 1;
  return messages;
}

const rowsOfList = async (breachId: string) =>
  (await services.scan('breaches')).filter(({ pk, sk }) => pk === breachId && String(sk).startsWith('affected#'));
const eventsOf = async (breachId: string) =>
  (await services.scan('outbox')).filter(({ recordId }) => recordId === breachId);

/** A window in which nobody else registered: every test has a year of its own. */
let year = 1980;
function ownYear() {
  year += 1;
  return {
    day: (month: string) => new Date(`${year}-${month}-15T00:00:00.000Z`),
    scope: { kind: 'store', store: 'players', from: `${year}-01-01T00:00:00Z`, to: `${year}-12-31T00:00:00Z` },
  };
}

describe('a list', () => {
  it('finds everyone of every shard, each once, over as many messages as time allows', async () => {
    const playerIds = Array.from({ length: 130 }, newId);
    for (const playerId of playerIds) await putPlayer(new Date(), { playerId });
    const now = new Date().toISOString();
    const breachId = await draftBreach(officers.author, { kind: 'store', store: 'players', from: now, to: now });
    expect(await workAll({ ...building, milliseconds: 30_000 })).toBeGreaterThan(3);
    const rows = await rowsOfList(breachId);
    const found = rows.map(({ playerId }) => playerId);
    expect(new Set(found).size).toBe(found.length);
    expect(playerIds.filter((playerId) => !found.includes(playerId))).toEqual([]);
    const { list: shown } = await showBreach(officers.author, breachId);
    expect(shown).toMatchObject({ state: 'ready', affectedCount: rows.length });
  });

  it('counts somebody noted twice once, and somebody of whom nothing is left as unreachable', async () => {
    const { day, scope } = ownYear();
    const twice = await putPlayer(day('02'));
    await noteHolding(twice, day('03'));
    const erased = newId();
    await noteHolding(erased, day('04'));
    const breachId = await draftBreach(officers.author, { ...scope, from: day('02').toISOString() });
    await workAll(building);
    expect((await rowsOfList(breachId)).filter(({ playerId }) => playerId === twice)).toHaveLength(1);
    const { list: shown } = await showBreach(officers.author, breachId);
    expect(shown.unreachableCount).toBe(1);
  });

  it('has the same hash for the same people and fields, however it was paged', async () => {
    const playerIds = [await putPlayer(new Date()), await putPlayer(new Date(), { jurisdiction: 'SG' })];
    const scope = { kind: 'people', playerIds };
    const hashes: unknown[] = [];
    for (const order of [playerIds, playerIds.toReversed(), [...playerIds, ...playerIds]]) {
      const breachId = await draftBreach(officers.author, { ...scope, playerIds: order });
      await workAll({ ...building, milliseconds: order === playerIds ? 60_000 : 22_000 });
      const { list: shown } = await showBreach(officers.author, breachId);
      expect(shown).toMatchObject({ affectedCount: 2, byJurisdiction: { ID: 1, SG: 1 } });
      hashes.push(shown.hash);
    }
    expect(new Set(hashes).size).toBe(1);
    const other = await draftBreach(officers.author, { ...scope, playerIds: playerIds.slice(1) });
    await workAll(building);
    expect((await showBreach(officers.author, other)).list.hash).not.toBe(hashes[0]);
  });

  it('that is no longer needed ends where it stands and changes nothing', async () => {
    const first = [await putPlayer(new Date())];
    const breachId = await draftBreach(officers.author, { kind: 'people', playerIds: first });
    const second = [await putPlayer(new Date())];
    const body = { version: 1, scope: { kind: 'people', playerIds: second } };
    expect((await callAs(officers.author, edit, { breachId, body })).status).toBe(200);
    await workAll(building);
    expect((await rowsOfList(breachId)).map(({ playerId }) => playerId)).toEqual(second);
    const withdrawn = await draftBreach(officers.author, { kind: 'people', playerIds: first });
    await callAs(officers.author, withdraw, { breachId: withdrawn });
    await workAll(building);
    expect(await rowsOfList(withdrawn)).toEqual([]);
    const open = (await services.scan('jobs')).filter(({ pk }) => pk === 'breach-work').map(({ breachId: of }) => of);
    expect(open).not.toContain(breachId);
    expect(open).not.toContain(withdrawn);
  });

  it('that nobody works on any more is taken up by the sweep', async () => {
    const breachId = await draftBreach(officers.author, { kind: 'people', playerIds: [await putPlayer(new Date())] });
    await services.sqs.handle('PurgeQueue', { QueueUrl: services.sqs.urlOf('breach-list') });
    await tick(sweep);
    expect(await workAll(building)).toBe(0);
    vi.setSystemTime(Date.now() + 4 * 60_000);
    await tick(sweep);
    expect(await workAll(building)).toBe(1);
    expect((await showBreach(officers.author, breachId)).list.state).toBe('ready');
  });
});

describe('the sweep', () => {
  it('takes up a job although the work of another breach cannot be read', async () => {
    const place = { TableName: 'jobs', Key: { pk: 'breach-work', sk: 'breach-list#0' } };
    const Item = { ...place.Key, schemaVersion: 1, work: 'breach-list', breachId: newId(), listId: '0' };
    const broken = { ...Item, pk: 'breach-list#0', sk: 'job' };
    for (const one of [Item, broken]) await documentClient().send(new PutCommand({ TableName: 'jobs', Item: one }));
    const breachId = await draftBreach(officers.author, { kind: 'people', playerIds: [await putPlayer(new Date())] });
    await services.sqs.handle('PurgeQueue', { QueueUrl: services.sqs.urlOf('breach-list') });
    vi.setSystemTime(Date.now() + 4 * 60_000);
    await expect(tick(sweep)).rejects.toThrow('SCHEDULED_WORK_FAILED');
    await documentClient().send(new DeleteCommand(place));
    expect(await workAll(building)).toBeGreaterThan(0);
    expect((await showBreach(officers.author, breachId)).list.state).toBe('ready');
  });
});

describe('announcing', () => {
  it('makes one event and one audit row per person, over as many pages and messages as it takes', async () => {
    const playerIds: string[] = [];
    for (let count = 0; count < 75; count += 1) playerIds.push(await putPlayer(new Date()));
    const breachId = await draftBreach(officers.author, { kind: 'people', playerIds });
    await workAll(building);
    await beginSending(officers, breachId);
    expect(await workAll({ ...sending, milliseconds: 22_000 })).toBeGreaterThan(2);
    const told = (await eventsOf(breachId)).map(({ subjectId }) => subjectId);
    expect(told).toHaveLength(75);
    expect(new Set(told)).toEqual(new Set(playerIds));
    expect((await rowsOfList(breachId)).every(({ state }) => state === 'queued')).toBe(true);
    const audit = (await services.scan('evidence')).filter(({ action }) => action === 'breach-notice-queued');
    expect(audit.filter(({ subjectId }) => playerIds.includes(String(subjectId)))).toHaveLength(75);
    const { notices } = await showBreach(officers.author, breachId);
    expect(notices.counts).toMatchObject({ listed: 0, queued: 75, delivered: 0 });
  });

  it('does nothing more when its message comes again, or two come at once', async () => {
    const breachId = await draftBreach(officers.author, { kind: 'people', playerIds: [await putPlayer(new Date())] });
    await workAll(building);
    await beginSending(officers, breachId);
    const [job] = (await services.scan('jobs')).filter(
      ({ pk, breachId: of }) => pk === 'breach-work' && of === breachId,
    );
    const message = { work: job?.['work'], breachId, listId: job?.['listId'] };
    const send = () =>
      services.sqs.handle('SendMessage', {
        QueueUrl: services.sqs.urlOf('breach-notice'),
        MessageBody: JSON.stringify(message),
      });
    await send();
    await send();
    await Promise.all([1, 2, 3].map(() => workOne(services, sending)));
    await send();
    await workAll(sending);
    expect(await eventsOf(breachId)).toHaveLength(1);
  });
});

describe('who looks', () => {
  it('is written down before the answer leaves', async () => {
    const breachId = await draftBreach(officers.author, { kind: 'people', playerIds: [await putPlayer(new Date())] });
    await showBreach(officers.approver, breachId);
    const rows = (await services.scan('evidence')).filter(({ pk }) => pk === `breach#${breachId}`);
    expect(rows.filter(({ action }) => action === 'breach-read')).toMatchObject([{ actorId: officers.approver }]);
    expect((await callAs(officers.approver, list)).body.breaches.length).toBeGreaterThan(0);
    const reads = (await services.scan('evidence')).filter(({ action }) => action === 'breach-register-read');
    expect(reads.some(({ actorId }) => actorId === officers.approver)).toBe(true);
  });
});
