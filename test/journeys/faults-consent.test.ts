import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence, type Flow } from '#test/support/faults.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const textHash = async (): Promise<string> =>
  (await expectStatus(cloud.api('GET /v1/consent-texts/marketing?language=en'), 200)).body.textHash;
const marketingTo = ({ email }: TestPlayer) =>
  cloud.cloud.mail.mails({ to: email }).filter(({ configurationSet }) => configurationSet === 'sesetoro-marketing');

async function agree({ token }: TestPlayer): Promise<void> {
  const body = { channels: ['email'], textHash: await textHash() };
  const answer = await askPatiently(cloud, () => cloud.api('PUT /v1/me/consents/marketing', { token, body }));
  expect(answer.status).toBe(200);
}

/** The rows of the ledger, and the state beside them, must tell of each decision once. */
async function expectRows({ playerId }: TestPlayer, decisions: string[]): Promise<void> {
  const rows = (await rowsOf(cloud, 'consents')).filter(({ pk, channel }) => pk === playerId && channel === 'email');
  const added = rows.filter(({ sk }) => String(sk).startsWith('row#'));
  const inOrder = added.toSorted((one, other) => Number(one['position']) - Number(other['position']));
  expect(inOrder.map(({ decision }) => decision)).toEqual(decisions);
  expect(rows.find(({ sk }) => String(sk).startsWith('state#'))).toMatchObject({
    position: decisions.length,
    decision: decisions.at(-1),
  });
}

async function run<Subject>(name: string, flow: Flow<Subject>): Promise<void> {
  const convergence = await disturbEveryCall(cloud, flow);
  reportConvergence(name, convergence);
  expect(convergence.failures).toEqual([]);
  expect(convergence.tried).toBeGreaterThan(5);
  expect(convergence.converged).toBe(convergence.tried);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}

async function beginSubscribed() {
  const player = await newPlayer(cloud, { language: 'en' });
  await agree(player);
  await cloud.settle();
  const token = /\/unsubscribe#([\w-]{43})/.exec(marketingTo(player)[0]?.text ?? '')?.[1] ?? '';
  return { player, token };
}

describe('whatever call goes wrong', () => {
  it(
    'a consent is written down once and told once',
    () =>
      run<TestPlayer>('Consents', {
        begin: () => newPlayer(cloud, { language: 'en' }),
        act: agree,
        check: async (player) => {
          await expectRows(player, ['granted']);
          expect(marketingTo(player)).toHaveLength(1);
        },
        functions: /-consent-|notification-send/,
      }),
    600_000,
  );

  it(
    'an objection by link is written down once and answered',
    () =>
      run<{ player: TestPlayer; token: string }>('Objections', {
        begin: beginSubscribed,
        act: async ({ token }) => {
          const ask = () => cloud.api(`POST /v1/unsubscribes/${token}`);
          expect((await askPatiently(cloud, ask)).status).toBe(204);
        },
        check: ({ player }) => expectRows(player, ['granted', 'withdrawn']),
        functions: /-consent-/,
      }),
    600_000,
  );
});
