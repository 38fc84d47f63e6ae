import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { openRequestDesk, wholeQueue, type RequestDesk } from '#test/support/request-desk.ts';
import { evidenceOfRequest, makeRequest, newestMail } from '#test/support/requests.ts';

let cloud: TestCloud;
let desk: RequestDesk;
beforeAll(async () => {
  cloud = await startTestCloud();
  desk = await openRequestDesk(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

const slugOf = ({ body }: ApiAnswer) => body?.type.split('/').at(-1);
const make = async ({ token }: TestPlayer, type: string): Promise<string> =>
  (await expectStatus(makeRequest(cloud, token, { type }), 201)).body.requestId;

/** Turns the clock and lets the hourly sweep run once. */
async function afterHours(hours: number): Promise<void> {
  cloud.turn({ hours });
  await cloud.cloud.fireSchedule('request-sweep');
  await cloud.settle();
}

/** Codes of the warnings about a request, in the order of their log lines. */
const warningsOf = (requestId: string) =>
  cloud.cloud.logs
    .read('sesetoro-request-sweep')
    .filter((line) => line.includes(requestId) && line.includes('"code":"REQUEST_'))
    .map((line) => /"code":"(\w+)"/.exec(line)?.[1]);
const flagOf = async (requestId: string) =>
  (await wholeQueue(desk)).find((request) => request['requestId'] === requestId)?.['flag'];
const rowOf = async (requestId: string) =>
  (await rowsOf(cloud, 'requests')).find(({ pk, sk }) => `${String(pk)}${String(sk).slice(8)}` === requestId);

const [half, threeQuarters, nineTenths, overdue] = [
  'REQUEST_HALF_TIME_GONE',
  'REQUEST_THREE_QUARTERS_GONE',
  'REQUEST_NINE_TENTHS_GONE',
  'REQUEST_OVERDUE',
];

describe('the clock of a request', () => {
  it('warns at 50, 75 and 90 percent and when it is overdue, each once', async () => {
    const requestId = await make(await newPlayer(cloud), 'access');
    await afterHours(35);
    expect(warningsOf(requestId)).toEqual([]);
    await afterHours(1.1);
    await afterHours(1);
    expect(warningsOf(requestId)).toEqual([half]);
    expect(await flagOf(requestId)).toBe('on-track');
    await afterHours(17);
    expect(warningsOf(requestId)).toEqual([half, threeQuarters]);
    expect(await flagOf(requestId)).toBe('due-soon');
    await afterHours(11);
    expect(warningsOf(requestId)).toEqual([half, threeQuarters, nineTenths]);
    await afterHours(7);
    await afterHours(1);
    expect(warningsOf(requestId)).toEqual([half, threeQuarters, nineTenths, overdue]);
    expect(await flagOf(requestId)).toBe('overdue');
    expect((await rowOf(requestId))?.['warnedPercent']).toBe(100);
    const warned = (await evidenceOfRequest(cloud, requestId)).filter(({ action }) => action === 'request-warned');
    expect(warned.map(({ context }) => context)).toEqual([50, 75, 90, 100].map((percent) => ({ percent })));
  });

  it('loses no warning when no sweep ran for two months', async () => {
    const requestId = await make(await newPlayer(cloud, { jurisdiction: 'SG', language: 'en' }), 'access');
    await afterHours(62 * 24);
    expect(warningsOf(requestId)).toEqual([half, threeQuarters, nineTenths, overdue]);
  });

  it('warns of a request that was late when it was written down', async () => {
    const { playerId } = await newPlayer(cloud);
    const receivedAt = new Date(cloud.now().getTime() - 70 * 86_400_000).toISOString();
    const { requestId } = (await expectStatus(desk.takeIn({ playerId, receivedAt }), 201)).body;
    await afterHours(1);
    expect(warningsOf(requestId)).toEqual([half, threeQuarters, nineTenths, overdue]);
  });

  it('is silent when the request was answered', async () => {
    const player = await newPlayer(cloud);
    const requestId = await make(player, 'access');
    await afterHours(37);
    await expectStatus(desk.deny(requestId), 204);
    await afterHours(100);
    expect(warningsOf(requestId)).toEqual([half]);
  });

  it('begins anew with an extension, and the old deadline says nothing more', async () => {
    const player = await newPlayer(cloud, { jurisdiction: 'IE', language: 'en' });
    const requestId = await make(player, 'deletion');
    await afterHours(16 * 24);
    await expectStatus(desk.extend(requestId), 200);
    await afterHours(20 * 24);
    expect(warningsOf(requestId)).toEqual([half]);
    await afterHours(15 * 24);
    expect(warningsOf(requestId)).toEqual([half, half]);
    await afterHours(60 * 24);
    expect(warningsOf(requestId)).toEqual([half, half, threeQuarters, nineTenths, overdue]);
  });

  it('says nothing of somebody who closed their account', async () => {
    const player = await newPlayer(cloud);
    const requestId = await make(player, 'access');
    await closeForGood(cloud, player.token);
    const warned = warningsOf(requestId);
    expect(warned).not.toContain(threeQuarters);
    await afterHours(100);
    expect(warningsOf(requestId)).toEqual(warned);
  });
});

describe('a request that nobody confirms', () => {
  it.each([
    ['en', 'Your request about your data was not confirmed'],
    ['id', 'Permintaan Anda tentang data Anda tidak dikonfirmasi'],
  ] as const)('expires after 14 days, which is told, and is not confirmed any more (%s)', async (language, subject) => {
    const player = await newPlayer(cloud, { jurisdiction: 'SG', language });
    const { requestId } = (await expectStatus(desk.takeIn({ playerId: player.playerId }), 201)).body;
    await afterHours(13 * 24);
    expect(newestMail(cloud, player.email)?.subject).not.toBe(subject);
    await afterHours(25);
    expect(newestMail(cloud, player.email)?.subject).toBe(subject);
    const { accessToken: token } = (await expectStatus(logIn(cloud, player.email), 201)).body;
    const confirmed = await cloud.api(`POST /v1/me/requests/${requestId}/confirmations`, { token });
    expect(slugOf(confirmed)).toBe('request-state-refused');
    expect((await cloud.api(`GET /v1/me/requests/${requestId}`, { token })).body.state).toBe('expired');
    expect(await flagOf(requestId)).toBeUndefined();
  });

  it('cannot be confirmed after 14 days even before the sweep ran', async () => {
    const player = await newPlayer(cloud);
    const { requestId } = (await expectStatus(desk.takeIn({ playerId: player.playerId }), 201)).body;
    cloud.turn({ days: 14 });
    const { accessToken: token } = (await expectStatus(logIn(cloud, player.email), 201)).body;
    const confirmed = await cloud.api(`POST /v1/me/requests/${requestId}/confirmations`, { token });
    expect(slugOf(confirmed)).toBe('request-state-refused');
  });
});
