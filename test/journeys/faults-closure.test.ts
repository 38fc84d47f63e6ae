import { afterAll, beforeAll, expect, it } from 'vitest';
import { letGracePass } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence, rest } from '#test/support/faults.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
let people = 0;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

/** Somebody who has proved identity, so that one key is ended at once and another is kept for the law. */
async function begin(): Promise<TestPlayer> {
  const player = await newPlayer(cloud, { language: 'en' });
  people += 1;
  const body = { identityNumber: `317101150690${String(people).padStart(4, '0')}` };
  await expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token: player.token, body }), 204);
  // What the number announces is relayed before: the calls that are disturbed are those of the closure.
  await cloud.settle();
  return player;
}

async function act({ playerId, token }: TestPlayer): Promise<void> {
  const answer = await askPatiently(cloud, () => cloud.api('POST /v1/me/closure', { token }));
  // 409: the first try was done and only its answer was lost.
  expect([202, 409]).toContain(answer.status);
  // The announcement, which comes before the time to undo is over, is done with: one message closes the account, not two.
  await rest(cloud);
  const row = (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
  await letGracePass(cloud, new Date(String(row?.['closesAt'])));
}

async function check({ playerId, email }: TestPlayer): Promise<void> {
  const rowsOfPlayer = async (table: string) => (await rowsOf(cloud, table)).filter(({ pk }) => pk === playerId);
  const players = await rowsOfPlayer('players');
  expect(players.find(({ sk }) => sk === 'account')).toMatchObject({ state: 'closed' });
  expect(players.every(({ expiresAtSeconds }) => typeof expiresAtSeconds === 'number')).toBe(true);
  expect(await rowsOfPlayer('credentials')).toEqual([]);

  const nowSeconds = cloud.now().getTime() / 1000;
  const keys = new Map((await rowsOfPlayer('keys')).map((row) => [row['sk'], row]));
  expect([...keys.values()].every(({ endsAtSeconds }) => typeof endsAtSeconds === 'number')).toBe(true);
  expect(Number(keys.get('identity')?.['endsAtSeconds'] ?? 0)).toBeLessThanOrEqual(nowSeconds);
  expect(Number(keys.get('kyc')?.['endsAtSeconds'])).toBeGreaterThan(nowSeconds);
  // One KMS key wraps both: the compliance key, which the product's roles cannot use.
  expect(keys.get('kyc')?.['kmsKeyArn']).toBe(keys.get('contact')?.['kmsKeyArn']);

  const erasures = (await rowsOf(cloud, 'evidence')).filter(
    ({ pk, subjectId }) => String(pk).startsWith('erasure#') && subjectId === playerId,
  );
  expect(erasures).toHaveLength(1);
  const subjects = cloud.cloud.mail.mails({ to: email }).map(({ subject }) => subject);
  expect(subjects.filter((subject) => /is closed/i.test(subject))).toHaveLength(1);
}

it('A closure ends in one erasure, ended keys and one mail, whatever call goes wrong', async () => {
  const convergence = await disturbEveryCall(cloud, {
    begin,
    act,
    check,
    functions: /player-(close|complete-closure|stamp-expiry)|relay/,
  });
  reportConvergence('Closure', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}, 600_000);
