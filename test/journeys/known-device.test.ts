import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameTrace } from '#test/support/call-sequence.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { logInFrom } from '#test/support/logins.ts';
import { expectStatus, fromOwnNetwork, goodPassword, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { askForReset } from '#test/support/recovery.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const wrong = 'a wrong but long password';
const newDevice = () => randomBytes(24).toString('base64url');
/** Every caller has a network of its own, and every guess another one. */
const home = '203.0.113.20';
let network = 0;
const elsewhere = () => `10.77.${(network += 1)}.9`;

interface Owner extends TestPlayer {
  deviceId: string;
}

async function newOwner(): Promise<Owner> {
  const player = await newPlayer(cloud);
  const deviceId = newDevice();
  await expectStatus(logInFrom(cloud, player.email, { deviceId, address: home }), 201);
  return { ...player, deviceId };
}

/** Guesses from many networks until strangers must wait. */
async function guessFromElsewhere({ email }: Owner): Promise<void> {
  const statuses: number[] = [];
  for (let guess = 0; guess < 15; guess += 1)
    statuses.push((await logInFrom(cloud, email, { password: wrong, address: elsewhere() })).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.at(-1)).toBe(429);
}

/** Guesses on the device, one after the other, as often as nobody has to wait. */
async function useUpGuesses({ email, deviceId }: Owner): Promise<void> {
  for (let guess = 0; guess < 10; guess += 1)
    await expectStatus(logInFrom(cloud, email, { deviceId, password: wrong, address: elsewhere() }), 401);
}
const onDevice = ({ email, deviceId }: Owner, password = goodPassword) =>
  logInFrom(cloud, email, { deviceId, password, address: home });
const elsewhereWith = ({ email }: Owner, deviceId?: string) =>
  logInFrom(cloud, email, { ...(deviceId !== undefined && { deviceId }), address: elsewhere() });

describe('the device of the owner', () => {
  it('lets them in while strangers who guess must wait, and leaves those waiting', async () => {
    const owner = await newOwner();
    await guessFromElsewhere(owner);
    await expectStatus(onDevice(owner), 201);
    await expectStatus(elsewhereWith(owner), 429);
    await expectStatus(elsewhereWith(owner, newDevice()), 429);
    await expectStatus(onDevice(owner), 201);
  });

  it('is known by its cookie too', async () => {
    const owner = await newPlayer(cloud);
    const page = { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin', ...fromOwnNetwork(owner.email) };
    const login = (headers: Record<string, string>) =>
      cloud.api('POST /v1/sessions', {
        body: { email: owner.email, password: goodPassword, transport: 'cookie' },
        headers: { ...page, ...headers },
      });
    const first = await expectStatus(login({}), 201);
    const cookie = first.headers.getSetCookie().find((set) => set.startsWith('__Host-device='));
    await guessFromElsewhere({ ...owner, deviceId: '' });
    await expectStatus(login({}), 429);
    await expectStatus(login({ cookie: cookie?.split(';')[0] ?? '' }), 201);
  });

  it('has no more guesses than a stranger, and keeps nobody else waiting', async () => {
    const owner = await newOwner();
    await useUpGuesses(owner);
    const blocked = await expectStatus(onDevice(owner), 429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectStatus(elsewhereWith(owner), 201);
    cloud.turn({ minutes: 2 });
    await expectStatus(onDevice(owner), 201);
    await expectStatus(onDevice(owner, wrong), 401);
  });

  it('is a stranger at the account of somebody else, and once it was forgotten', async () => {
    const [owner, other] = [await newOwner(), await newOwner()];
    await guessFromElsewhere(owner);
    await expectStatus(elsewhereWith(owner, other.deviceId), 429);
    const { accessToken: token } = (await expectStatus(onDevice(owner), 201)).body;
    const { devices } = (await cloud.api('GET /v1/me/devices', { token })).body;
    for (const { deviceId } of devices)
      await expectStatus(cloud.api(`DELETE /v1/me/devices/${deviceId}`, { token }), 204);
    await expectStatus(onDevice(owner), 429);
  });

  it('begins anew with a new password', async () => {
    const owner = await newOwner();
    await useUpGuesses(owner);
    await expectStatus(onDevice(owner), 429);
    const token = await askForReset(cloud, owner.email);
    const password = 'quiet rivers carry paper boats';
    await expectStatus(cloud.api('POST /v1/password-resets/completions', { body: { token, password } }), 204);
    await expectStatus(onDevice(owner, password), 201);
  });

  it('stands in no counter under the name that it gave itself', async () => {
    const owner = await newOwner();
    await expectStatus(onDevice(owner, wrong), 401);
    const limits = JSON.stringify(await rowsOf(cloud, 'limits'));
    expect(limits).toContain('login#device#');
    expect(limits).not.toContain(owner.deviceId);
  });
});

describe('nobody learns by naming a device', () => {
  it('whether an address is known, be the device known or not', async () => {
    const owner = await newOwner();
    const login = (email: string, deviceId: string) => logInFrom(cloud, email, { deviceId, password: wrong });
    for (const deviceId of [owner.deviceId, newDevice()]) {
      const calls = await expectSameTrace(cloud, {
        warmUp: () => login('stranger-first@example.com', deviceId),
        known: () => login(owner.email, deviceId),
        unknown: () => login('stranger-second@example.com', deviceId),
      });
      expect(calls).toBeGreaterThan(5);
    }
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
