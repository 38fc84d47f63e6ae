import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginClosure, letGracePass, turnTo } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { passwordHashOf, setAttribute } from '#test/support/credentials.ts';
import { rowsOf } from '#test/support/ledger.ts';
import {
  expectStatus,
  goodPassword,
  logIn,
  mailedToken,
  newPlayer,
  registrationBody,
  type TestPlayer,
} from '#test/support/player.ts';
import { accountOf, askForReset, linkTokens, subjectsTo } from '#test/support/recovery.ts';
import { challengeOf, nextProof, proveSecond, turnTotpOn } from '#test/support/second-factor.ts';
import { newStaff } from '#test/support/staff.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const newPassword = 'quiet rivers carry paper boats';
const complete = (token: string | undefined, more: object = {}) =>
  cloud.api('POST /v1/password-resets/completions', { body: { token, password: newPassword, ...more } });
const me = (token: string) => cloud.api('GET /v1/me', { token });
const withoutInstance = ({ instance: _instance, ...rest }: Record<string, unknown>) => rest;
const mailed = (email: string) => linkTokens(cloud, email, 'password-reset');

async function callsOf(act: () => Promise<unknown>): Promise<string[]> {
  const mark = cloud.cloud.journal.mark();
  await act();
  return cloud.cloud.journal
    .since(mark)
    .filter(({ functionName }) => functionName?.includes('recovery'))
    .map(({ action, resource }) => `${action} ${resource}`);
}

/** How many items of which shape each table has: names of attributes, no values. */
async function kindsOfItems(): Promise<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const table of ['limits', 'outbox', 'evidence', 'players', 'lookups', 'credentials']) {
    for (const row of await rowsOf(cloud, table)) {
      // What the sender found out stands in its own audit rows.
      if (String(row['pk']).startsWith('notification#')) continue;
      const kind = `${table}: ${Object.keys(row).toSorted().join(' ')}`;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
  }
  return kinds;
}

function differenceOf(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return Object.fromEntries(
    names.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const).filter(([, count]) => count !== 0),
  );
}

describe('a forgotten password', () => {
  it.each([
    ['id', 'Pilih kata sandi baru untuk sesetoro', 'Kata sandi sesetoro Anda telah diganti'],
    ['en', 'Choose a new password for sesetoro', 'Your sesetoro password was changed'],
  ] as const)(
    'is replaced by the link in a mail (%s), which ends every session and tells the player',
    async (...[language, asked, changed]) => {
      const player = await newPlayer(cloud, { language });
      const before = (await rowsOf(cloud, 'credentials')).find(({ pk }) => pk === player.playerId)?.['version'];
      const token = await askForReset(cloud, player.email);
      const completed = await expectStatus(complete(token), 204);
      expect(completed.body).toBeUndefined();
      await cloud.settle();
      expect((await me(player.token)).status).toBe(401);
      expect((await logIn(cloud, player.email)).status).toBe(401);
      const session = await expectStatus(logIn(cloud, player.email, newPassword), 201);
      expect(subjectsTo(cloud, player.email).slice(-2)).toEqual([asked, changed]);
      const after = (await rowsOf(cloud, 'credentials')).find(({ pk }) => pk === player.playerId)?.['version'];
      expect(Number(after)).toBe(Number(before) + 1);
      const { body } = await me(session.body.accessToken);
      const heldHours = (Date.parse(body.withdrawalsHeldUntil) - cloud.now().getTime()) / 3_600_000;
      expect(heldHours).toBeGreaterThan(71.9);
      expect(heldHours).toBeLessThanOrEqual(72);
      expect(body.withdrawalsFrozen).toBe(false);
      const audit = (await rowsOf(cloud, 'evidence')).filter(({ pk }) => pk === `player#${player.playerId}`);
      expect(audit.map(({ action }) => action)).toContain('password-reset');
    },
  );

  it('is not shown by the answer, the calls or the kinds of items of an address that nobody has', async () => {
    const player = await newPlayer(cloud);
    const observe = async (email: string) => {
      const before = await kindsOfItems();
      let answer: { status: number; body: unknown } | undefined;
      const calls = await callsOf(async () => {
        answer = await cloud.api('POST /v1/password-resets', { body: { email } });
      });
      await cloud.settle();
      const items = differenceOf(before, await kindsOfItems());
      return { calls, items, status: answer?.status, body: answer?.body };
    };
    const known = await observe(player.email);
    const unknown = await observe('nobody-has-this@example.com');
    expect(known.status).toBe(202);
    expect(Object.keys(known.items)).toHaveLength(4);
    expect(unknown).toEqual(known);
    expect(mailed(player.email)).toHaveLength(1);
    expect(cloud.cloud.mail.mails({ to: 'nobody-has-this@example.com' })).toEqual([]);
  });

  it('brings at most five mails a day to an address, with the same answer', async () => {
    const { email } = await newPlayer(cloud);
    for (let time = 0; time < 7; time += 1)
      await expectStatus(cloud.api('POST /v1/password-resets', { body: { email } }), 202);
    await cloud.settle();
    expect(mailed(email)).toHaveLength(5);
    cloud.turn({ days: 1 });
    await askForReset(cloud, email);
    expect(mailed(email)).toHaveLength(6);
  });
});

describe('a link to a new password', () => {
  it('works once, and is refused in one shape when used, expired, of another purpose or made up', async () => {
    const player = await newPlayer(cloud);
    const used = await askForReset(cloud, player.email);
    await expectStatus(complete(used), 204);
    const expired = await askForReset(cloud, player.email);
    cloud.turn({ minutes: 15 });
    const body = await registrationBody(cloud);
    await expectStatus(cloud.api('POST /v1/players', { body }), 202);
    await cloud.settle();
    const answers = [];
    for (const token of [used, expired, mailedToken(cloud, body.email), 'A'.repeat(43)])
      answers.push(await complete(token));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(withoutInstance(body)))).size).toBe(1);
    expect(answers[0]?.body.type).toMatch(/reset-refused$/);
  });

  it('dies with the first that is used, with a change of password and when all sessions end', async () => {
    const player = await newPlayer(cloud);
    const [first, second] = [await askForReset(cloud, player.email), await askForReset(cloud, player.email)];
    await expectStatus(complete(second), 204);
    expect((await complete(first)).status).toBe(403);
    const third = await askForReset(cloud, player.email);
    const { accessToken: token } = (await logIn(cloud, player.email, newPassword)).body;
    await expectStatus(cloud.api('DELETE /v1/me/sessions', { token }), 204);
    expect((await complete(third)).status).toBe(403);
  });

  it('lets one of two who use it at once win', async () => {
    const player = await newPlayer(cloud);
    const token = await askForReset(cloud, player.email);
    const answers = await Promise.all([complete(token), complete(token, { password: goodPassword })]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(1);
  });

  it('is only shown by opening the page, as a mail scanner does', async () => {
    const player = await newPlayer(cloud);
    const token = await askForReset(cloud, player.email);
    const hash = await passwordHashOf(cloud, player);
    for (const method of ['GET', 'HEAD']) {
      const page = await fetch(`${cloud.cloud.apiAddress}/password-reset`, { method });
      if (method === 'GET') expect(page.status).toBe(200);
    }
    const page = await cloud.api('GET /password-reset');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.body).toContain('Pilih kata sandi baru');
    expect(await passwordHashOf(cloud, player)).toBe(hash);
    expect((await me(player.token)).status).toBe(200);
    await expectStatus(complete(token), 204);
  });

  it('stays usable when the password does not meet the rules, also by the person’s own name and address', async () => {
    const player = await newPlayer(cloud, { fullName: 'Anastasiawati Purnamasari' });
    const token = await askForReset(cloud, player.email);
    for (const password of ['short', 'Anastasiawati Purnamasari', player.email]) {
      const answer = await complete(token, { password });
      expect(answer.status).toBe(422);
      expect(answer.body.type).toMatch(/password-refused$/);
    }
    await expectStatus(complete(token), 204);
  });

  it('lifts a freeze and forgets failed logins', async () => {
    const player = await newPlayer(cloud);
    const row = { table: 'players', pk: player.playerId, sk: 'account' };
    await setAttribute(cloud, row, ['withdrawalsFrozenAt', cloud.now().toISOString()]);
    expect((await me(player.token)).body.withdrawalsFrozen).toBe(true);
    for (let time = 0; time < 10; time += 1) await logIn(cloud, player.email, 'a wrong but long password');
    expect((await logIn(cloud, player.email)).status).toBe(429);
    await expectStatus(complete(await askForReset(cloud, player.email)), 204);
    const session = await expectStatus(logIn(cloud, player.email, newPassword), 201);
    expect((await me(session.body.accessToken)).body.withdrawalsFrozen).toBe(false);
    cloud.turn({ hours: 73 });
    const later = await expectStatus(logIn(cloud, player.email, newPassword), 201);
    expect((await me(later.body.accessToken)).body.withdrawalsHeldUntil).toBeNull();
  });

  it('never opens an account without its second factor, however often somebody tries', async () => {
    const player = await newPlayer(cloud);
    const { secret } = await turnTotpOn(cloud, player);
    const hash = await passwordHashOf(cloud, player);
    const token = await askForReset(cloud, player.email);
    const without = await complete(token);
    expect([without.status, without.body.type.split('/').at(-1)]).toEqual([403, 'second-factor-needed']);
    const guesses: number[] = [];
    for (let time = 0; time < 11; time += 1) {
      const secondFactor = { method: 'totp', code: String(100_000 + time) };
      guesses.push((await complete(token, { secondFactor })).status);
    }
    expect(guesses).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
    const other = await askForReset(cloud, player.email);
    expect((await complete(other, { secondFactor: { method: 'totp', code: '000000' } })).status).toBe(429);
    expect(await passwordHashOf(cloud, player)).toBe(hash);
    expect((await me(player.token)).status).toBe(200);
    cloud.turn({ minutes: 2 });
    const secondFactor = nextProof(cloud, secret);
    await expectStatus(complete(other, { secondFactor }), 204);
    expect(await passwordHashOf(cloud, player)).not.toBe(hash);
    expect((await me(player.token)).status).toBe(401);
    const challenge = await challengeOf(cloud, player.email, newPassword);
    expect((await proveSecond(cloud, challenge, secondFactor)).status).toBe(403);
    await expectStatus(proveSecond(cloud, challenge, nextProof(cloud, secret)), 201);
  });

  it('takes the code of an authenticator once, and eight characters are then enough', async () => {
    const player = await newPlayer(cloud);
    const { secret } = await turnTotpOn(cloud, player);
    const proof = nextProof(cloud, secret);
    const prove = (token: string | undefined, secondFactor?: object) =>
      complete(token, { password: 'nk7%vQzd', ...(secondFactor && { secondFactor }) });
    const token = await askForReset(cloud, player.email);
    expect((await prove(token)).body.type).toMatch(/second-factor-needed$/);
    await expectStatus(prove(token, proof), 204);
    const again = await askForReset(cloud, player.email);
    expect((await prove(again, proof)).status).toBe(403);
    await expectStatus(prove(again, nextProof(cloud, secret)), 204);
  });

  it('works while an account is closing, and never once it is closed', async () => {
    const closing = await newPlayer(cloud);
    await setAttribute(cloud, { table: 'players', pk: closing.playerId, sk: 'account' }, ['state', 'closing']);
    await expectStatus(complete(await askForReset(cloud, closing.email)), 204);
    expect((await accountOf(cloud, closing))['state']).toBe('closing');
    const closed = await newPlayer(cloud);
    const closesAt = await beginClosure(cloud, closed.token);
    turnTo(cloud, closesAt, { minutesBefore: 5 });
    const token = await askForReset(cloud, closed.email);
    await letGracePass(cloud, closesAt);
    expect((await complete(token)).status).toBe(403);
    await askForReset(cloud, closed.email);
    expect(mailed(closed.email)).toHaveLength(1);
  });
});

describe('changing a password', () => {
  const change = ({ token }: TestPlayer, currentPassword: string, newOne: string = newPassword) =>
    cloud.api('PUT /v1/me/password', { token, body: { currentPassword, newPassword: newOne } });

  it('asks for the present one, ends other sessions at once and tells the player', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const other = (await logIn(cloud, player.email)).body;
    const link = await askForReset(cloud, player.email);
    expect((await change(player, 'a wrong but long password')).body.type).toMatch(/credentials-refused$/);
    expect((await change(player, goodPassword, 'password12345678')).body.type).toMatch(/password-refused$/);
    await expectStatus(change(player, goodPassword), 204);
    await cloud.settle();
    expect([(await me(player.token)).status, (await me(other.accessToken)).status]).toEqual([200, 401]);
    const refresh = { body: { refreshToken: other.refreshToken } };
    expect((await cloud.api('POST /v1/sessions/refreshes', refresh)).status).toBe(401);
    expect((await logIn(cloud, player.email)).status).toBe(401);
    await expectStatus(logIn(cloud, player.email, newPassword), 201);
    expect((await complete(link)).status).toBe(403);
    expect(subjectsTo(cloud, player.email).at(-1)).toBe('Your sesetoro password was changed');
    expect((await me(player.token)).body.withdrawalsHeldUntil).toBeNull();
  });

  it('waits after ten wrong ones', async () => {
    const player = await newPlayer(cloud);
    for (let time = 0; time < 10; time += 1)
      expect((await change(player, 'a wrong but long password')).status).toBe(401);
    const blocked = await change(player, goodPassword);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('staff', () => {
  const start = (token: string, playerId: string, body: object = { reason: 'player-asked' }) =>
    cloud.api(`POST /v1/staff/players/${playerId}/password-resets`, { token, body });

  it('start a reset whose link only the player gets, on record with the reason', async () => {
    const player = await newPlayer(cloud);
    const { token, staffId } = await newStaff(cloud, 'support-of-resets', ['support']);
    const answer = await expectStatus(start(token, player.playerId), 202);
    expect(answer.body).toEqual({ next: 'the-player-opens-the-link-in-the-mail' });
    await cloud.settle();
    const [link] = mailed(player.email);
    await expectStatus(complete(link), 204);
    const audit = (await rowsOf(cloud, 'evidence')).find(
      ({ pk, action }) => pk === `player#${player.playerId}` && action === 'password-reset-started',
    );
    expect(audit).toMatchObject({ actorKind: 'staff', actorId: staffId, context: { reason: 'player-asked' } });
  });

  it('choose no password, no address, and not their own account; reviewers may not start one', async () => {
    const player = await newPlayer(cloud);
    const { token, staffId } = await newStaff(cloud, 'support-with-account', ['support']);
    for (const more of [{ password: newPassword }, { email: 'elsewhere@example.com' }])
      expect((await start(token, player.playerId, { reason: 'player-asked', ...more })).status).toBe(400);
    expect((await start(token, player.playerId, { reason: 'because' })).status).toBe(400);
    expect((await start(token, '0'.repeat(26))).status).toBe(404);
    const emailIndex = String((await accountOf(cloud, player))['emailIndex']);
    await setAttribute(cloud, { table: 'staff', pk: staffId, sk: 'staff' }, ['emailIndex', emailIndex]);
    const own = await start(token, player.playerId);
    expect([own.status, own.body.type.split('/').at(-1)]).toEqual([403, 'own-account']);
    const reviewer = await newStaff(cloud, 'reviewer-of-resets', ['kyc-reviewer']);
    expect((await start(reviewer.token, player.playerId)).status).toBe(403);
  });

  it('cannot flood a mailbox', async () => {
    const player = await newPlayer(cloud);
    const { token } = await newStaff(cloud, 'busy-support', ['compliance']);
    for (let time = 0; time < 5; time += 1) await expectStatus(start(token, player.playerId), 202);
    expect((await start(token, player.playerId)).status).toBe(429);
  });
});

it('no call was denied, and nothing failed', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
