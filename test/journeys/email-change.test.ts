import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { passwordHashOf, setAttribute } from '#test/support/credentials.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { accountOf, askForReset, linkTokens, subjectsTo } from '#test/support/recovery.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const newPassword = 'quiet rivers carry paper boats';
const newAddress = () => `new-${randomBytes(6).toString('hex')}@example.com`;
const ask = (token: string, email: string) => cloud.api('POST /v1/me/email-changes', { token, body: { email } });
const confirm = (token: string | undefined) => cloud.api('POST /v1/email-changes/confirmations', { body: { token } });
const revert = (token: string | undefined) => cloud.api('POST /v1/email-changes/reversions', { body: { token } });
const me = (token: string) => cloud.api('GET /v1/me', { token });
const slugOf = ({ body }: { body: { type?: string } | undefined }) => body?.type?.split('/').at(-1);
const linkTo = (email: string) => linkTokens(cloud, email, 'email-change').at(-1);
const linkBack = (email: string) => linkTokens(cloud, email, 'email-change-reversion').at(-1);
const tokenOf = async (email: string, password?: string): Promise<string> =>
  (await expectStatus(logIn(cloud, email, password), 201)).body.accessToken;

/** Asks for another address, with fresh proof of who asks, and waits for the mails. */
async function askAndWait(from: string, to: string): Promise<void> {
  await expectStatus(ask(await tokenOf(from), to), 202);
  await cloud.settle();
}

/** Changes an address to the end. */
async function move(from: string, to: string): Promise<void> {
  await askAndWait(from, to);
  await expectStatus(confirm(linkTo(to)), 204);
  await cloud.settle();
}

const lookupsOf = async ({ playerId }: Pick<TestPlayer, 'playerId'>) =>
  (await rowsOf(cloud, 'lookups')).filter(
    (row) => row['playerId'] === playerId && String(row['pk']).startsWith('email#'),
  );

describe('a change of address', () => {
  it.each([
    [
      'id',
      'Konfirmasi alamat email baru Anda untuk sesetoro',
      'Perubahan alamat email diminta',
      'Alamat email sesetoro Anda telah diganti',
      'Ini sekarang alamat email sesetoro Anda',
    ],
    [
      'en',
      'Confirm your new e-mail address for sesetoro',
      'A new e-mail address was asked for',
      'Your sesetoro e-mail address was changed',
      'This is now your sesetoro e-mail address',
    ],
  ] as const)(
    'is proved at the new address and told to the old one (%s)',
    async (...[language, proves, announced, changed, confirmed]) => {
      const player = await newPlayer(cloud, { language });
      const to = newAddress();
      await expectStatus(ask(player.token, to.toUpperCase()), 202);
      await cloud.settle();
      expect(subjectsTo(cloud, to)).toEqual([proves]);
      expect(subjectsTo(cloud, player.email).at(-1)).toBe(announced);
      expect(cloud.cloud.mail.mails({ to: player.email }).at(-1)?.text).not.toContain(to);
      expect((await me(player.token)).body.email).toBe(player.email);
      await expectStatus(confirm(linkTo(to)), 204);
      await cloud.settle();
      expect(subjectsTo(cloud, to)).toEqual([proves, confirmed]);
      expect(subjectsTo(cloud, player.email).at(-1)).toBe(changed);
      expect((await me(player.token)).status).toBe(401);
      expect((await logIn(cloud, player.email)).status).toBe(401);
      const { body } = await me(await tokenOf(to));
      expect(body.email).toBe(to);
      expect(Date.parse(body.withdrawalsHeldUntil) - cloud.now().getTime()).toBeGreaterThan(71.9 * 3_600_000);
      expect(await lookupsOf(player)).toHaveLength(1);
      const again = await newPlayer(cloud, { email: player.email });
      expect(again.playerId).not.toBe(player.playerId);
    },
  );

  it('answers alike for an address that has an account, whose owner is told', async () => {
    const [player, owner] = [await newPlayer(cloud), await newPlayer(cloud, { language: 'en' })];
    const journal = async (to: string) => {
      const mark = cloud.cloud.journal.mark();
      const answer = await ask(player.token, to);
      const calls = cloud.cloud.journal.since(mark).filter(({ functionName }) => functionName?.includes('recovery'));
      return {
        answer: answer.body,
        status: answer.status,
        calls: calls.map(({ action, resource }) => `${action} ${resource}`).toSorted(),
      };
    };
    // The first call of a process opens keys that it remembers.
    await journal(newAddress());
    const taken = await journal(owner.email);
    const free = await journal(newAddress());
    expect(taken.status).toBe(202);
    expect(free).toEqual(taken);
    await cloud.settle();
    expect(linkTo(owner.email)).toBeUndefined();
    expect(subjectsTo(cloud, owner.email).at(-1)).toBe('Your e-mail address was asked for');
  });

  it('takes addresses that only look different as the same: full-width and composed letters, capitals', async () => {
    const [player, owner] = [await newPlayer(cloud), await newPlayer(cloud)];
    const lookAlike = owner.email.replace('player', 'Ｐlayer').replace('example', 'ＥXAMPLE');
    await expectStatus(ask(player.token, lookAlike), 202);
    await cloud.settle();
    expect(linkTo(owner.email)).toBeUndefined();
    // Cyrillic а is another letter: another address, which proves itself or not.
    expect((await ask(player.token, owner.email.replace('player', 'plаyer'))).status).toBe(400);
  });

  it('needs a late proof of who asks, and is bounded to three a day', async () => {
    const player = await newPlayer(cloud);
    cloud.turn({ minutes: 11 });
    const stale = await ask(player.token, newAddress());
    expect([stale.status, slugOf(stale)]).toEqual([403, 'step-up-needed']);
    const token = await tokenOf(player.email);
    for (let time = 0; time < 3; time += 1) await expectStatus(ask(token, newAddress()), 202);
    expect((await ask(token, newAddress())).status).toBe(429);
  });

  it('cannot flood the mailbox of a stranger', async () => {
    const to = newAddress();
    for (let time = 0; time < 6; time += 1) await askAndWait((await newPlayer(cloud)).email, to);
    expect(subjectsTo(cloud, to)).toHaveLength(5);
  });

  it('works once and for 24 hours; another token is refused in the same shape', async () => {
    const player = await newPlayer(cloud);
    const to = newAddress();
    await move(player.email, to);
    const later = newAddress();
    await askAndWait(to, later);
    cloud.turn({ hours: 24 });
    const reset = await askForReset(cloud, to);
    const answers = [
      await confirm(linkTo(to)),
      await confirm(linkTo(later)),
      await confirm(reset),
      await confirm(linkBack(player.email)),
    ];
    expect(answers.map((answer) => [answer.status, slugOf(answer)])).toEqual(
      answers.map(() => [403, 'email-change-refused']),
    );
    expect((await complete(linkTo(later))).status).toBe(403);
    expect((await me(await tokenOf(to))).body.email).toBe(to);
  });

  it('ends when all sessions end, as when the password is changed', async () => {
    const player = await newPlayer(cloud);
    const to = newAddress();
    await askAndWait(player.email, to);
    const body = { currentPassword: player.password, newPassword };
    await expectStatus(cloud.api('PUT /v1/me/password', { token: player.token, body }), 204);
    expect((await confirm(linkTo(to))).status).toBe(403);
  });

  it('is not possible while withdrawals are frozen', async () => {
    const player = await newPlayer(cloud);
    const to = newAddress();
    await askAndWait(player.email, to);
    const row = { table: 'players', pk: player.playerId, sk: 'account' };
    await setAttribute(cloud, row, ['withdrawalsFrozenAt', cloud.now().toISOString()]);
    expect((await confirm(linkTo(to))).status).toBe(403);
    expect(slugOf(await ask(player.token, newAddress()))).toBe('email-change-refused');
  });

  it('is won by one of two accounts that want the same address', async () => {
    const players = [await newPlayer(cloud), await newPlayer(cloud)];
    const to = newAddress();
    for (const { email } of players) await askAndWait(email, to);
    const tokens = linkTokens(cloud, to, 'email-change');
    expect(tokens).toHaveLength(2);
    const answers = await Promise.all(tokens.map(confirm));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(1);
    const accounts = await Promise.all(players.map((player) => accountOf(cloud, player)));
    expect(new Set(accounts.map(({ emailIndex }) => emailIndex)).size).toBe(2);
    for (const player of players) expect(await lookupsOf(player)).toHaveLength(1);
  });

  it('loses to an account that is opened with the address meanwhile', async () => {
    const player = await newPlayer(cloud);
    const to = newAddress();
    await askAndWait(player.email, to);
    await newPlayer(cloud, { email: to });
    expect((await confirm(linkTo(to))).status).toBe(403);
    expect((await me(player.token)).body.email).toBe(player.email);
  });

  it('is only shown by opening its pages', async () => {
    const player = await newPlayer(cloud);
    const to = newAddress();
    await askAndWait(player.email, to);
    for (const shown of [await cloud.api('GET /email-change'), await cloud.api('GET /email-change-reversion')]) {
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(shown.body).toContain('alamat email');
    }
    expect((await me(player.token)).body.email).toBe(player.email);
    await expectStatus(confirm(linkTo(to)), 204);
  });
});

const complete = (token: string | undefined) =>
  cloud.api('POST /v1/password-resets/completions', { body: { token, password: newPassword } });
const resetLink = (email: string) => linkTokens(cloud, email, 'password-reset').at(-1);

describe('the link at the old address', () => {
  it.each([
    ['id', 'Akun sesetoro Anda kembali memakai alamat email ini'],
    ['en', 'Your sesetoro account has this e-mail address again'],
  ] as const)('gives the account back and ends what the stranger knows (%s)', async (...[language, subject]) => {
    const player = await newPlayer(cloud, { language });
    const thief = newAddress();
    await move(player.email, thief);
    const stolen = await tokenOf(thief);
    cloud.turn({ days: 6, hours: 23 });
    await expectStatus(revert(linkBack(player.email)), 204);
    await cloud.settle();
    expect((await me(stolen)).status).toBe(401);
    expect((await logIn(cloud, thief)).status).toBe(401);
    expect((await logIn(cloud, player.email)).status).toBe(401);
    expect(await passwordHashOf(cloud, player)).toMatch(/\$A{22}\$A{43}$/);
    expect(subjectsTo(cloud, player.email).at(-1)).toBe(subject);
    await expectStatus(complete(resetLink(player.email)), 204);
    const { body } = await me(await tokenOf(player.email, newPassword));
    expect(body.email).toBe(player.email);
    expect(Date.parse(body.withdrawalsHeldUntil)).toBeGreaterThan(cloud.now().getTime());
    expect(await lookupsOf(player)).toHaveLength(1);
    const again = await revert(linkBack(player.email));
    expect([again.status, slugOf(again)]).toEqual([403, 'reversion-refused']);
  });

  it('leads to its own address, although the account was changed twice, and then ends the later way back', async () => {
    const player = await newPlayer(cloud);
    const [second, third] = [newAddress(), newAddress()];
    await move(player.email, second);
    await move(second, third);
    await expectStatus(revert(linkBack(player.email)), 204);
    await cloud.settle();
    const { emailIndex } = await accountOf(cloud, player);
    expect((await lookupsOf(player)).map(({ pk }) => pk)).toEqual([`email#${String(emailIndex)}`]);
    expect((await revert(linkBack(second))).status).toBe(403);
    await expectStatus(complete(resetLink(player.email)), 204);
    expect((await me(await tokenOf(player.email, newPassword))).body.email).toBe(player.email);
  });

  it('of an earlier change stays good when a later one was undone', async () => {
    const player = await newPlayer(cloud);
    const [second, third] = [newAddress(), newAddress()];
    await move(player.email, second);
    await move(second, third);
    await expectStatus(revert(linkBack(second)), 204);
    await cloud.settle();
    expect(resetLink(second)).toBeDefined();
    await expectStatus(revert(linkBack(player.email)), 204);
    await cloud.settle();
    expect((await complete(resetLink(second))).status).toBe(403);
    await expectStatus(complete(resetLink(player.email)), 204);
    expect((await me(await tokenOf(player.email, newPassword))).body.email).toBe(player.email);
  });

  it('ends after seven days', async () => {
    const player = await newPlayer(cloud);
    await move(player.email, newAddress());
    cloud.turn({ days: 7 });
    expect((await revert(linkBack(player.email))).status).toBe(403);
  });

  it('is refused when the address has another account by now, and for a closed one', async () => {
    const [player, leaver] = [await newPlayer(cloud), await newPlayer(cloud)];
    await move(player.email, newAddress());
    await newPlayer(cloud, { email: player.email });
    expect((await revert(linkBack(player.email))).status).toBe(403);
    const gone = newAddress();
    await move(leaver.email, gone);
    await closeForGood(cloud, await tokenOf(gone));
    expect((await revert(linkBack(leaver.email))).status).toBe(403);
    expect(await lookupsOf(leaver)).toEqual([]);
  });

  it('keeps a freeze until a new password is chosen', async () => {
    const player = await newPlayer(cloud);
    await move(player.email, newAddress());
    const row = { table: 'players', pk: player.playerId, sk: 'account' };
    await setAttribute(cloud, row, ['withdrawalsFrozenAt', cloud.now().toISOString()]);
    await expectStatus(revert(linkBack(player.email)), 204);
    await cloud.settle();
    expect((await accountOf(cloud, player))['withdrawalsFrozenAt']).toBeDefined();
    await expectStatus(complete(resetLink(player.email)), 204);
    expect((await accountOf(cloud, player))['withdrawalsFrozenAt']).toBeUndefined();
  });
});

it('no address of a change lies anywhere in the clear, no call was denied, and nothing failed', async () => {
  const player = await newPlayer(cloud);
  const to = newAddress();
  await move(player.email, to);
  const rows = (
    await Promise.all(
      ['players', 'outbox', 'notifications', 'evidence', 'limits', 'lookups'].map((table) => rowsOf(cloud, table)),
    )
  ).flat();
  const text = JSON.stringify(rows, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  for (const address of [to, player.email]) expect(text).not.toContain(address);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
