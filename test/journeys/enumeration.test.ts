import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameTrace } from '#test/support/call-sequence.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { logIn, newPlayer, registrationBody, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
let player: TestPlayer;
beforeAll(async () => {
  cloud = await startTestCloud();
  player = await newPlayer(cloud);
});
afterAll(async () => cloud[Symbol.asyncDispose]());

const wrong = 'a wrong but long password';
const stranger = (name: string) => `${name}@example.com`;
const register = async (email: string) =>
  cloud.api('POST /v1/players', { body: await registrationBody(cloud, { email }) });
const resend = (email: string) => cloud.api('POST /v1/players/verifications/resends', { body: { email } });
const reset = (email: string) => cloud.api('POST /v1/password-resets', { body: { email } });
const verify = (token: string) => cloud.api('POST /v1/players/verifications', { body: { token, password: wrong } });

describe('nobody learns whether an address is known', () => {
  it('by logging in', async () => {
    await expectSameTrace(cloud, {
      warmUp: () => logIn(cloud, stranger('first'), wrong),
      known: () => logIn(cloud, player.email, wrong),
      unknown: () => logIn(cloud, stranger('second'), wrong),
    });
  });

  it('by registering', async () => {
    await expectSameTrace(cloud, {
      warmUp: () => register(stranger('third')),
      known: () => register(player.email),
      unknown: () => register(stranger('fourth')),
      callsAtOnce: true,
    });
  });

  it('by asking for the verification mail again', async () => {
    await expectSameTrace(cloud, {
      warmUp: () => resend(stranger('fifth')),
      known: () => resend(player.email),
      unknown: () => resend(stranger('sixth')),
    });
  });

  it('by asking for a new password', async () => {
    await expectSameTrace(cloud, {
      warmUp: () => reset(stranger('seventh')),
      known: () => reset(player.email),
      unknown: () => reset(stranger('eighth')),
    });
  });

  it('by verifying with tokens that open nothing', async () => {
    await expectSameTrace(cloud, {
      warmUp: () => verify('A'.repeat(43)),
      known: () => verify('B'.repeat(43)),
      unknown: () => verify('C'.repeat(43)),
    });
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
