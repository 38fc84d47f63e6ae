import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginClosure, letGracePass, turnTo } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, goodPassword, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const hourMs = 3_600_000;
const tokenOf = async ({ email }: TestPlayer): Promise<string> => (await logIn(cloud, email)).body.accessToken;
const show = (token: string) => cloud.api('GET /v1/me/closure', { token });
const undo = (token: string) => cloud.api('DELETE /v1/me/closure', { token });
const accountOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
const dueOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'jobs')).filter(
    ({ pk, subjectId }) => String(pk).startsWith('due#closure#') && subjectId === playerId,
  );
const mailsOf = ({ email }: TestPlayer) => cloud.cloud.mail.mails({ to: email });
const slugOf = ({ body }: { body: { type?: string } | undefined }) => body?.type?.split('/').at(-1);

describe('the time to think better of it', () => {
  it('ends a day before the deadline of the law: after 48 hours where the law gives 72', async () => {
    const player = await newPlayer(cloud);
    const askedAt = cloud.now().getTime();
    const closesAt = await beginClosure(cloud, player.token);
    expect(Math.abs(closesAt.getTime() - askedAt - 48 * hourMs)).toBeLessThan(60_000);
  });

  it('is fourteen days where the law gives a month', async () => {
    const player = await newPlayer(cloud, { jurisdiction: 'IE', language: 'en' });
    const askedAt = cloud.now().getTime();
    const closesAt = await beginClosure(cloud, player.token);
    expect(Math.abs(closesAt.getTime() - askedAt - 14 * 24 * hourMs)).toBeLessThan(60_000);
    await letGracePass(cloud, closesAt);
    expect((await accountOf(player))?.['state']).toBe('closed');
    const until = closesAt.getTime() + 17 * 60_000;
    expect(Date.parse(String((await accountOf(player))?.['closedAt']))).toBeLessThanOrEqual(until);
  });

  it('is over when the sweep has come by: well within the 72 hours, without the nightly sweep', async () => {
    const player = await newPlayer(cloud);
    const askedAt = cloud.now().getTime();
    const closesAt = await beginClosure(cloud, player.token);
    turnTo(cloud, closesAt, { minutesBefore: 1 });
    await cloud.cloud.fireSchedule('closure');
    await cloud.settle();
    expect((await accountOf(player))?.['state']).toBe('closing');
    await letGracePass(cloud, closesAt);
    const account = await accountOf(player);
    expect(account?.['state']).toBe('closed');
    expect(Date.parse(String(account?.['closedAt'])) - askedAt).toBeLessThan(49 * hourMs);
    expect(await dueOf(player)).toEqual([]);
  });
});

describe('while an account is closing', () => {
  it('other sessions have ended, the one that asked goes on, and its owner can log in', async () => {
    const player = await newPlayer(cloud);
    const other = await tokenOf(player);
    await beginClosure(cloud, player.token);
    expect((await cloud.api('GET /v1/me', { token: other })).status).toBe(401);
    expect((await cloud.api('GET /v1/me', { token: player.token })).body.state).toBe('closing');
    await expectStatus(cloud.api('GET /v1/me', { token: await tokenOf(player) }), 200);
  });

  it('its owner sees when it closes', async () => {
    const player = await newPlayer(cloud);
    expect((await expectStatus(show(player.token), 200)).body).toEqual({ state: 'open', since: null, closesAt: null });
    const closesAt = await beginClosure(cloud, player.token);
    const { body } = await expectStatus(show(player.token), 200);
    expect(body).toMatchObject({ state: 'closing', closesAt: closesAt.toISOString() });
    expect(Date.parse(body.since)).toBeLessThanOrEqual(cloud.now().getTime());
  });

  it('nothing new begins: no deposit, no proof of identity, no second closure', async () => {
    const player = await newPlayer(cloud);
    await beginClosure(cloud, player.token);
    const { token } = player;
    const deposit = await cloud.api('POST /v1/me/deposits', {
      token,
      body: { method: 'dana', amountMinor: 2_500_000 },
      headers: { 'idempotency-key': randomUUID() },
    });
    const identity = await cloud.api('PUT /v1/me/kyc/identity', {
      token,
      body: { identityNumber: '3171011506901234' },
    });
    for (const refused of [deposit, identity]) {
      expect([refused.status, slugOf(refused)]).toEqual([409, 'state-changed']);
      expect(refused.body.detail).toMatch(/being closed/);
    }
    const again = await cloud.api('POST /v1/me/closure', { token });
    expect([again.status, slugOf(again)]).toEqual([409, 'closure-blocked']);
  });

  it.each([
    ['en', 'You can undo this until then', /we will close your account on \d+ \w+ \d{4} at \d\d:\d\d/],
    ['id', 'Sampai saat itu Anda dapat membatalkannya', /akan kami tutup pada \d+ \w+ \d{4} pukul \d\d\.\d\d/],
  ] as const)('a mail names the moment and how to undo it (%s)', async (language, words, moment) => {
    const player = await newPlayer(cloud, { language });
    await beginClosure(cloud, player.token);
    await cloud.settle();
    const text = mailsOf(player).at(-1)?.text;
    expect(text).toContain(words);
    expect(text).toMatch(moment);
  });
});

describe('undoing a closure', () => {
  it.each([
    ['en', 'Your sesetoro account stays open'],
    ['id', 'Akun sesetoro Anda tetap terbuka'],
  ] as const)(
    'opens the account as it was, takes the closing off the list and is told by mail (%s)',
    async (language, subject) => {
      const player = await newPlayer(cloud, { language });
      const closesAt = await beginClosure(cloud, player.token);
      expect(await dueOf(player)).toHaveLength(1);
      expect((await expectStatus(undo(player.token), 200)).body).toEqual({ state: 'open' });
      expect(await dueOf(player)).toEqual([]);
      const account = await accountOf(player);
      expect(account?.['state']).toBe('open');
      expect(account).not.toHaveProperty('closingSince');
      expect(account).not.toHaveProperty('closesAt');
      await cloud.settle();
      expect(mailsOf(player).map((mail) => mail.subject)).toContain(subject);
      const actions = (await rowsOf(cloud, 'evidence'))
        .filter(({ subjectId }) => subjectId === player.playerId)
        .map(({ action }) => action);
      expect(actions.filter((action) => String(action).startsWith('closure-'))).toEqual([
        'closure-requested',
        'closure-undone',
      ]);
      await letGracePass(cloud, closesAt);
      const { body } = await expectStatus(cloud.api('GET /v1/me', { token: await tokenOf(player) }), 200);
      expect(body.fullName).toBe('Wulan Kusuma');
    },
  );

  it('is refused twice, and where nothing is closing', async () => {
    const player = await newPlayer(cloud);
    const never = await undo(player.token);
    expect([never.status, slugOf(never)]).toEqual([409, 'closure-not-undoable']);
    await beginClosure(cloud, player.token);
    const answers = await Promise.all([undo(player.token), undo(player.token)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect((await undo(player.token)).status).toBe(409);
  });

  it('is refused once the moment has come, whether or not the sweep has been there, and unknown once it is closed', async () => {
    const player = await newPlayer(cloud);
    const closesAt = await beginClosure(cloud, player.token);
    turnTo(cloud, closesAt, { minutesBefore: 1 });
    const token = await tokenOf(player);
    cloud.cloud.faults.lay([{ kind: 'fail-before', functionName: 'sweep-closures' }]);
    turnTo(cloud, closesAt);
    const late = await undo(token);
    cloud.cloud.faults.clear();
    expect([late.status, slugOf(late)]).toEqual([409, 'closure-not-undoable']);
    await letGracePass(cloud, closesAt);
    expect((await undo(token)).status).toBe(401);
    expect((await show(token)).status).toBe(401);
  });

  it('needs a session, and takes no other', async () => {
    const [player, stranger] = [await newPlayer(cloud), await newPlayer(cloud)];
    await beginClosure(cloud, player.token);
    expect((await cloud.api('DELETE /v1/me/closure')).status).toBe(401);
    expect((await undo(stranger.token)).status).toBe(409);
    expect((await accountOf(player))?.['state']).toBe('closing');
  });

  it('lets a later closure run its own time', async () => {
    const player = await newPlayer(cloud);
    const first = await beginClosure(cloud, player.token);
    await expectStatus(undo(player.token), 200);
    turnTo(cloud, first, { minutesBefore: 60 });
    const token = await tokenOf(player);
    await expectStatus(cloud.api('POST /v1/me/step-ups', { token, body: { password: goodPassword } }), 200);
    const second = await beginClosure(cloud, token);
    await letGracePass(cloud, first);
    expect((await accountOf(player))?.['state']).toBe('closing');
    await letGracePass(cloud, second);
    expect((await accountOf(player))?.['state']).toBe('closed');
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
