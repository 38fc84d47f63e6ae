import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import {
  evidenceOfRemoval,
  factorRowsOf,
  newProtected,
  openedRemoval,
  openRemovalDesk,
  type OpenedRemoval,
  type ProtectedPlayer,
  type RemovalDesk,
} from '#test/support/factor-removal.ts';
import { askPatiently, disturbEveryCall, reportConvergence, type Flow } from '#test/support/faults.ts';
import { expectStatus, logIn } from '#test/support/player.ts';
import { accountOf, subjectsTo } from '#test/support/recovery.ts';

let cloud: TestCloud;
let desk: RemovalDesk;
beforeAll(async () => {
  cloud = await startTestCloud();
  desk = await openRemovalDesk(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

interface Removal {
  player: ProtectedPlayer;
  removal: OpenedRemoval & { stopToken: string | undefined };
}

const countOf = (list: readonly unknown[], wanted: unknown) => list.filter((each) => each === wanted).length;
const actionsOf = async ({ removal }: Removal) => (await evidenceOfRemoval(cloud, removal)).map(({ action }) => action);

async function begin(): Promise<Removal> {
  const player = await newProtected(cloud);
  return { player, removal: await openedRemoval(cloud, { desk }, player) };
}

async function run(name: string, flow: Flow<Removal>, callsMin: number): Promise<void> {
  const convergence = await disturbEveryCall(cloud, flow);
  reportConvergence(name, convergence);
  expect(convergence.failures).toEqual([]);
  expect(convergence.tried).toBeGreaterThan(callsMin * 3 - 1);
  expect(convergence.converged).toBe(convergence.tried);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}

it('an approval ends in exactly one removal and one mail about it, whatever call goes wrong', async () => {
  await run(
    'Removal approved',
    {
      functions: /recovery-approve-factor-removal$/,
      async begin() {
        const begun = await begin();
        cloud.turn({ hours: 24 });
        return begun;
      },
      async act({ removal }) {
        await expectStatus(
          askPatiently(cloud, () => desk.approve(removal)),
          204,
        );
      },
      async check(begun) {
        const { player } = begun;
        expect(await factorRowsOf(cloud, player)).toEqual([]);
        expect(await actionsOf(begun)).toEqual(['factor-removal-opened', 'factor-removal-approved']);
        expect((await accountOf(cloud, player))['withdrawalsHeldUntil']).toBeTypeOf('string');
        expect((await cloud.api('GET /v1/me', { token: player.token })).status).toBe(401);
        expect((await logIn(cloud, player.email)).status).toBe(201);
        const removed = 'Every second step of your sesetoro sign-in was removed';
        expect(countOf(subjectsTo(cloud, player.email), removed)).toBe(1);
      },
    },
    6,
  );
}, 600_000);

it('a stop ends with every factor where it was, whatever call goes wrong', async () => {
  await run(
    'Removal stopped',
    {
      functions: /recovery-stop-factor-removal$/,
      begin,
      async act({ removal }) {
        const answer = await askPatiently(cloud, () => desk.stop(removal.stopToken));
        // 403: the first try was done and only its answer was lost.
        expect([204, 403]).toContain(answer.status);
      },
      async check(begun) {
        expect(await actionsOf(begun)).toEqual(['factor-removal-opened', 'factor-removal-stopped']);
        expect(await factorRowsOf(cloud, begun.player)).toHaveLength(2);
        expect((await desk.approve(begun.removal)).status).not.toBe(204);
      },
    },
    3,
  );
}, 600_000);
