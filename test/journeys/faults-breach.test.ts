import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noticeTexts, openBreachDesk, postBreach, type BreachDesk } from '#test/support/breach-desk.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence, rest, type Flow } from '#test/support/faults.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

/** A breach of its own for every run, and somebody of its own whose keys no function has seen. */
interface Incident {
  desk: BreachDesk;
  player: TestPlayer;
  marker: string;
  breachId: string;
}

/** A desk of its own: access tokens of staff last ten minutes, and time is turned between runs. */
async function prepare(): Promise<Incident & { body: Parameters<BreachDesk['draft']>[0] }> {
  const player = await newPlayer(cloud, { language: 'en' });
  const marker = `incident ${randomUUID().replaceAll(/\d/g, 'x')}`;
  const texts = { ...noticeTexts, en: { ...noticeTexts.en, whatOccurred: `It is called ${marker}.` } };
  const body = { texts, scope: { kind: 'people', playerIds: [player.playerId] }, awareAt: cloud.now().toISOString() };
  return { desk: await openBreachDesk(cloud), player, marker, breachId: '', body };
}

const affectedRows = async (breachId: string) =>
  (await rowsOf(cloud, 'breaches')).filter(({ pk, sk }) => pk === breachId && String(sk).startsWith('affected#'));
const mailsAbout = ({ marker, player }: Incident) =>
  cloud.cloud.mail.mails({ to: player.email }).filter(({ text }) => text?.includes(marker));
const openWork = async () => (await rowsOf(cloud, 'jobs')).filter(({ pk }) => pk === 'breach-work');

async function beginApproved(): Promise<Incident> {
  const { body, ...incident } = await prepare();
  const drafted = await incident.desk.draft(body);
  await rest(cloud);
  await expectStatus(incident.desk.approve(drafted.body.breachId), 200);
  return { ...incident, breachId: drafted.body.breachId };
}

it('Everybody on the list of a breach gets exactly one mail, whatever call of sending goes wrong', async () => {
  const sending: Flow<Incident> = {
    begin: beginApproved,
    async act({ desk, breachId }) {
      const answer = await askPatiently(cloud, () => desk.notify(breachId));
      // 409: the first try was done and only its answer was lost.
      expect([202, 409]).toContain(answer.status);
    },
    async check(incident) {
      expect(mailsAbout(incident)).toHaveLength(1);
      const rows = await affectedRows(incident.breachId);
      expect(rows.map(({ state }) => state)).toEqual(['delivered']);
      const announced = (await rowsOf(cloud, 'outbox')).filter(({ recordId }) => recordId === incident.breachId);
      expect(announced).toHaveLength(1);
    },
    async checkAll() {
      const states = (await rowsOf(cloud, 'breaches')).filter(({ sk }) => sk === 'breach').map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set(['notified']));
      expect(await openWork()).toEqual([]);
    },
  };
  const convergence = await disturbEveryCall(cloud, sending);
  reportConvergence('Breach sending', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
}, 900_000);

it('A list names everybody once, whatever call of recording and building goes wrong', async () => {
  const building: Flow<Awaited<ReturnType<typeof prepare>> & { key: string }> = {
    begin: async () => ({ ...(await prepare()), key: randomUUID() }),
    async act({ desk, key, body }) {
      const drafted = await askPatiently(cloud, () => postBreach(cloud, { by: desk.author, key }, body));
      expect(drafted.status).toBe(201);
    },
    async check({ marker, player }) {
      const breaches = (await rowsOf(cloud, 'breaches')).filter((item) => JSON.stringify(item).includes(marker));
      expect(breaches).toMatchObject([{ sk: 'breach', listState: 'ready', affectedCount: 1 }]);
      expect(await affectedRows(String(breaches[0]?.['pk']))).toMatchObject([{ playerId: player.playerId }]);
    },
    async checkAll() {
      expect(await openWork()).toEqual([]);
    },
  };
  const convergence = await disturbEveryCall(cloud, building);
  reportConvergence('Breach list', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
}, 900_000);
