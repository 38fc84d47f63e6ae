import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence, type Flow } from '#test/support/faults.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { accountOf, askForReset, linkTokens, subjectsTo } from '#test/support/recovery.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const newPassword = 'quiet rivers carry paper boats';

interface Recovery {
  player: TestPlayer;
  /** The address that the player wants; their own where only the password changes. */
  to: string;
  token: string;
}

function expectToken(token: string | undefined): string {
  if (token === undefined) throw new Error('No link came');
  return token;
}

const actionsOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'evidence')).filter(({ pk }) => pk === `player#${playerId}`).map(({ action }) => action);
const countOf = (list: readonly unknown[], wanted: unknown) => list.filter((each) => each === wanted).length;

/** 403: the first try was done and only its answer was lost. What must hold in the end is checked by what it did. */
async function useToken(route: string, body: object): Promise<void> {
  const answer = await askPatiently(cloud, () => cloud.api(route, { body }));
  expect([204, 403]).toContain(answer.status);
}

async function expectDone({ player }: Recovery, action: string): Promise<void> {
  expect(countOf(await actionsOf(player), action)).toBe(1);
  expect((await cloud.api('GET /v1/me', { token: player.token })).status).toBe(401);
  expect((await accountOf(cloud, player))['withdrawalsHeldUntil']).toBeTypeOf('string');
}

async function run(name: string, flow: Flow<Recovery>): Promise<void> {
  const convergence = await disturbEveryCall(cloud, flow);
  reportConvergence(name, convergence);
  expect(convergence.failures).toEqual([]);
  expect(convergence.tried).toBeGreaterThan(20);
  expect(convergence.converged).toBe(convergence.tried);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}

async function beginReset(): Promise<Recovery> {
  const player = await newPlayer(cloud, { language: 'en' });
  return { player, to: player.email, token: expectToken(await askForReset(cloud, player.email)) };
}

async function beginChange(): Promise<Recovery> {
  const player = await newPlayer(cloud, { language: 'en' });
  const to = `${randomUUID()}@example.com`;
  await expectStatus(cloud.api('POST /v1/me/email-changes', { token: player.token, body: { email: to } }), 202);
  await cloud.settle();
  return { player, to, token: expectToken(linkTokens(cloud, to, 'email-change').at(-1)) };
}

async function beginReversion(): Promise<Recovery> {
  const { player, to, token } = await beginChange();
  await expectStatus(cloud.api('POST /v1/email-changes/confirmations', { body: { token } }), 204);
  await cloud.settle();
  return { player, to, token: expectToken(linkTokens(cloud, player.email, 'email-change-reversion').at(-1)) };
}

describe('whatever call goes wrong', () => {
  it('a reset ends in exactly one new password and one mail about it', async () => {
    await run('Password reset', {
      functions: /recovery-complete-reset$/,
      begin: beginReset,
      act: ({ token }) => useToken('POST /v1/password-resets/completions', { token, password: newPassword }),
      async check(recovery) {
        await expectDone(recovery, 'password-reset');
        const { email } = recovery.player;
        expect((await logIn(cloud, email, newPassword)).status).toBe(201);
        expect(countOf(subjectsTo(cloud, email), 'Your sesetoro password was changed')).toBe(1);
      },
    });
  }, 600_000);

  it('a confirmed address ends as that of one account, told once to both', async () => {
    await run('Change of address', {
      functions: /recovery-confirm-email-change$/,
      begin: beginChange,
      act: ({ token }) => useToken('POST /v1/email-changes/confirmations', { token }),
      async check(recovery) {
        const { player, to } = recovery;
        await expectDone(recovery, 'email-changed');
        expect((await logIn(cloud, to)).status).toBe(201);
        expect((await logIn(cloud, player.email)).status).toBe(401);
        expect(countOf(subjectsTo(cloud, to), 'This is now your sesetoro e-mail address')).toBe(1);
        expect(linkTokens(cloud, player.email, 'email-change-reversion')).toHaveLength(1);
      },
    });
  }, 600_000);

  it('a change taken back ends with the address before and no password', async () => {
    await run('Change taken back', {
      functions: /recovery-revert-email-change$/,
      begin: beginReversion,
      act: ({ token }) => useToken('POST /v1/email-changes/reversions', { token }),
      async check(recovery) {
        const { player, to } = recovery;
        await expectDone(recovery, 'email-change-reverted');
        for (const email of [to, player.email]) expect((await logIn(cloud, email)).status).toBe(401);
        expect(linkTokens(cloud, player.email, 'password-reset')).toHaveLength(1);
      },
    });
  }, 600_000);
});
