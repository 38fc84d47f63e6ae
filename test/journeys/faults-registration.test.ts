import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence, rest, sweep, type Flow } from '#test/support/faults.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { fromOwnNetwork, logIn, mailedToken, registrationBody, type RegistrationBody } from '#test/support/player.ts';

let cloud: TestCloud;
let pattern: RegistrationBody;
beforeAll(async () => {
  cloud = await startTestCloud();
  pattern = await registrationBody(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

const begin = async (): Promise<RegistrationBody> => ({ ...pattern, email: `${randomUUID()}@example.com` });

/** Waits for the mail; asks for another one when none comes. */
async function awaitToken(email: string): Promise<string> {
  for (let round = 0; round < 4; round += 1) {
    await rest(cloud);
    const token = mailedToken(cloud, email);
    if (token !== undefined) return token;
    await sweep(cloud);
  }
  await askPatiently(cloud, () =>
    cloud.api('POST /v1/players/verifications/resends', { body: { email }, headers: fromOwnNetwork(email) }),
  );
  await rest(cloud);
  const token = mailedToken(cloud, email);
  if (token === undefined) throw new Error('No link came, not even when asked for');
  return token;
}

async function act(body: RegistrationBody): Promise<void> {
  const { email, password } = body;
  const headers = fromOwnNetwork(email);
  const registered = await askPatiently(cloud, () => cloud.api('POST /v1/players', { body, headers }));
  expect(registered.status).toBe(202);
  const token = await awaitToken(email);
  const verified = await askPatiently(cloud, () =>
    cloud.api('POST /v1/players/verifications', { body: { token, password }, headers }),
  );
  // 403: the first try was done and only its answer was lost. Whoever can log in knows.
  expect([201, 403]).toContain(verified.status);
  expect((await askPatiently(cloud, () => logIn(cloud, email, password))).status).toBe(201);
}

async function check({ email, password }: RegistrationBody): Promise<void> {
  const session = await logIn(cloud, email, password);
  expect(session.status).toBe(201);
  const playerId = session.body.sessionId.slice(0, 26);
  const players = await rowsOf(cloud, 'players');
  const index = players.find(({ pk, sk }) => pk === playerId && sk === 'account')?.['emailIndex'];
  expect(index).toBeTypeOf('string');
  expect(players.filter(({ emailIndex }) => emailIndex === index)).toHaveLength(1);
  expect(players.filter(({ pk, sk }) => pk === playerId && sk === 'wallet')).toHaveLength(1);
  expect((await rowsOf(cloud, 'registrations')).filter(({ pk }) => pk === index)).toEqual([]);

  const announced = (await rowsOf(cloud, 'outbox')).filter(
    ({ context }) => (context as { emailIndex?: string } | undefined)?.emailIndex === index,
  );
  // Beside them the mails of logins from devices that nobody knew.
  const mails = cloud.cloud.mail.mails({ to: email }).filter(({ subject }) => !/device|Perangkat/.test(subject ?? ''));
  expect(mails.length).toBeLessThanOrEqual(announced.length);
  const others = announced.map(({ subjectId }) => subjectId).filter((subjectId) => subjectId !== playerId);
  const nowSeconds = Math.floor(cloud.now().getTime() / 1000);
  const readable = (await rowsOf(cloud, 'keys')).filter(
    ({ pk, endsAtSeconds }) => others.includes(pk) && Number(endsAtSeconds ?? Infinity) > nowSeconds,
  );
  expect(readable).toEqual([]);
}

/** Nothing that can be read belongs to nobody: each key without an end is a player's. */
async function checkAll(): Promise<void> {
  const players = new Set((await rowsOf(cloud, 'players')).map(({ pk }) => pk));
  const wallets = (await rowsOf(cloud, 'wallets')).length;
  const orphans = (await rowsOf(cloud, 'keys')).filter(
    ({ pk, endsAtSeconds }) => endsAtSeconds === undefined && !players.has(pk),
  );
  expect(orphans).toEqual([]);
  expect(wallets).toBe(players.size);
}

it('A registration ends in exactly one account and a link that works, whatever call goes wrong', async () => {
  const flow: Flow<RegistrationBody> = { begin, act, check, checkAll };
  // The first run of a process asks for the key of network names, which it then remembers.
  await act(await begin());
  await rest(cloud);
  const convergence = await disturbEveryCall(cloud, flow);
  reportConvergence('Registration', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}, 600_000);
