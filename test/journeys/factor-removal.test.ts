import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { passwordHashOf, setAttribute } from '#test/support/credentials.ts';
import {
  evidenceOfRemoval,
  factorRowsOf,
  newProtected,
  openedRemoval,
  openRemovalDesk,
  removalRequest,
  type DeskPerson,
  type ProtectedPlayer,
  type RemovalDesk,
} from '#test/support/factor-removal.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer } from '#test/support/player.ts';
import { accountOf, linkTokens, subjectsTo } from '#test/support/recovery.ts';
import { challengeOf, nextProof, proveSecond, recoveryProof, turnTotpOn } from '#test/support/second-factor.ts';
import { newStaff } from '#test/support/staff.ts';

let cloud: TestCloud;
let desk: RemovalDesk;
beforeAll(async () => {
  cloud = await startTestCloud();
  desk = await openRemovalDesk(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

const slugOf = ({ body }: ApiAnswer) => body?.type.split('/').at(-1);
const me = async (token: string) => (await cloud.api('GET /v1/me', { token })).status;
const opened = (player: ProtectedPlayer, by: DeskPerson = 'support') => openedRemoval(cloud, { desk, by }, player);
const stopInSession = (token: string) => cloud.api('DELETE /v1/me/second-factors/removal', { token });
const actionsOf = async (removal: { removalId: string }) =>
  (await evidenceOfRemoval(cloud, removal)).map(({ action }) => action);
const subjects = {
  en: [
    'Somebody asked us to remove the second step of your sesetoro sign-in',
    'Every second step of your sesetoro sign-in was removed',
  ],
  id: [
    'Ada permintaan untuk menghapus langkah kedua akun sesetoro Anda',
    'Semua langkah kedua akun sesetoro Anda dihapus',
  ],
} as const;

/** What nobody may change but an approval. */
async function expectUntouched(player: ProtectedPlayer): Promise<void> {
  expect((await factorRowsOf(cloud, player)).toSorted()).toEqual(['factor#recovery-code', 'factor#totp']);
  expect((await accountOf(cloud, player))['withdrawalsHeldUntil']).toBeUndefined();
  const challenge = await challengeOf(cloud, player.email);
  await expectStatus(proveSecond(cloud, challenge, nextProof(cloud, player.secret)), 201);
}

describe('a player who lost every second factor', () => {
  it.each(['en', 'id'] as const)(
    'is let in again by two of the staff, after a day to object (%s)',
    async (language) => {
      const player = await newProtected(cloud, language);
      const { recoveryCodes, email } = player;
      const other = await challengeOf(cloud, email);
      const before = await passwordHashOf(cloud, player);
      const removal = await opened(player);
      expect(subjectsTo(cloud, email).at(-1)).toBe(subjects[language][0]);
      expect(await me(player.token)).toBe(200);
      cloud.turn({ hours: 24 });
      const late = await challengeOf(cloud, email);
      await expectStatus(desk.approve(removal), 204);
      await cloud.settle();

      expect(await factorRowsOf(cloud, player)).toEqual([]);
      expect(await passwordHashOf(cloud, player)).toBe(before);
      expect(await me(player.token)).toBe(401);
      expect(subjectsTo(cloud, email).at(-1)).toBe(subjects[language][1]);
      for (const challenge of [other, late])
        expect(slugOf(await proveSecond(cloud, challenge, recoveryProof(recoveryCodes[0])))).toBe(
          'second-factor-refused',
        );
      const { accessToken: token } = (await expectStatus(logIn(cloud, email), 201)).body;
      const { body } = await cloud.api('GET /v1/me', { token });
      const heldHours = (Date.parse(body.withdrawalsHeldUntil) - cloud.now().getTime()) / 3_600_000;
      expect(Math.round(heldHours)).toBe(72);
      const { secret } = await turnTotpOn(cloud, { token });
      await expectStatus(proveSecond(cloud, await challengeOf(cloud, email), nextProof(cloud, secret)), 201);
    },
  );

  it('leaves on record who opened and who approved, and of the removal itself nothing after a week', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ hours: 24 });
    await expectStatus(desk.approve(removal), 204);
    const evidence = await evidenceOfRemoval(cloud, removal);
    const { reason, caseReference, proof } = removalRequest;
    const { support, second } = desk.staffIds;
    expect(evidence).toMatchObject([
      { action: 'factor-removal-opened', actorId: support, context: { reason, caseReference, proof } },
      { action: 'factor-removal-approved', actorId: second, actorKind: 'staff' },
    ]);
    const ofPlayer = async () =>
      (await rowsOf(cloud, 'activity')).filter(({ subjectId }) => subjectId === player.playerId).length;
    expect(await ofPlayer()).toBe(1);
    cloud.turn({ days: 7 });
    expect(slugOf(await desk.approve(removal))).toBe('not-found');
  });

  it('keeps a freeze of withdrawals', async () => {
    const player = await newProtected(cloud);
    const row = { table: 'players', pk: player.playerId, sk: 'account' };
    const frozenAt = cloud.now().toISOString();
    await setAttribute(cloud, row, ['withdrawalsFrozenAt', frozenAt]);
    const removal = await opened(player);
    cloud.turn({ hours: 24 });
    await expectStatus(desk.approve(removal), 204);
    const account = await accountOf(cloud, player);
    expect(account['withdrawalsFrozenAt']).toBe(frozenAt);
    expect(account['withdrawalsHeldUntil']).toBeTypeOf('string');
  });
});

describe('one person', () => {
  it('cannot both open and approve, nor decline, what they opened', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player, 'both');
    cloud.turn({ hours: 24 });
    expect(slugOf(await desk.approve(removal, 'both'))).toBe('factor-removal-author-deciding');
    expect(slugOf(await desk.decline(removal, 'both'))).toBe('factor-removal-author-deciding');
    await expectUntouched(player);
    await expectStatus(desk.approve(removal), 204);
  });

  it('who approves twice is answered the same, and nothing happens twice', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ hours: 24 });
    await expectStatus(desk.approve(removal), 204);
    const { accessToken: token } = (await expectStatus(logIn(cloud, player.email), 201)).body;
    await expectStatus(desk.approve(removal), 204);
    await cloud.settle();
    expect(await me(token)).toBe(200);
    expect(await actionsOf(removal)).toEqual(['factor-removal-opened', 'factor-removal-approved']);
    expect(subjectsTo(cloud, player.email).filter((subject) => subject === subjects.en[1])).toHaveLength(1);
    expect(slugOf(await desk.approve(removal, 'third'))).toBe('factor-removal-state-refused');
    expect(slugOf(await desk.decline(removal))).toBe('factor-removal-state-refused');
  });

  it('of another role neither opens, decides nor looks', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ hours: 24 });
    const answers = [
      await desk.open(player.playerId, 'auditor'),
      await desk.approve(removal, 'support'),
      await desk.decline(removal, 'support'),
      await desk.approve(removal, 'auditor'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await cloud.api('GET /v1/staff/factor-removals', { token: player.token })).status).toBe(401);
    await expectUntouched(player);
  });

  it('of the staff does not act on their own account', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ hours: 24 });
    const own = await openRemovalDesk(cloud);
    const emailIndex = String((await accountOf(cloud, player))['emailIndex']);
    for (const person of ['support', 'second'] as const)
      await setAttribute(cloud, { table: 'staff', pk: own.staffIds[person], sk: 'staff' }, ['emailIndex', emailIndex]);
    const answers = [await own.open(player.playerId), await own.approve(removal), await own.decline(removal)];
    expect(answers.map(slugOf)).toEqual(['own-account', 'own-account', 'own-account']);
    await expectUntouched(player);
  });
});

describe('a removal', () => {
  it('cannot be approved a moment before its day is over', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ hours: 23, minutes: 58 });
    const early = await expectStatus(desk.approve(removal), 409);
    expect(slugOf(early)).toBe('factor-removal-too-early');
    expect(Number(early.headers.get('retry-after'))).toBeLessThanOrEqual(120);
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectUntouched(player);
    cloud.turn({ minutes: 3 });
    await expectStatus(desk.approve(removal), 204);
  });

  it('that is declined changes nothing, and another one may follow', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    await expectStatus(desk.decline(removal), 204);
    await expectStatus(desk.decline(removal), 204);
    cloud.turn({ hours: 24 });
    expect(slugOf(await desk.approve(removal))).toBe('factor-removal-state-refused');
    expect(slugOf(await desk.stop(removal.stopToken))).toBe('factor-removal-stop-refused');
    expect(await evidenceOfRemoval(cloud, removal)).toMatchObject([
      {},
      { action: 'factor-removal-declined', context: { reason: 'identity-doubtful' } },
    ]);
    await expectUntouched(player);
    const next = await opened(player);
    expect(slugOf(await desk.approve(removal))).toBe('not-found');
    expect(slugOf(await desk.stop(removal.stopToken))).toBe('factor-removal-stop-refused');
    cloud.turn({ hours: 24 });
    await expectStatus(desk.approve(next), 204);
  });

  it('that nobody decides about expires after seven days, and another one may follow', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ days: 7 });
    expect(slugOf(await desk.approve(removal))).toBe('not-found');
    expect(slugOf(await desk.stop(removal.stopToken))).toBe('factor-removal-stop-refused');
    const listed = (await desk.list('?limit=50')).body.removals;
    expect(listed.map(({ removalId }: { removalId: string }) => removalId)).not.toContain(removal.removalId);
    await expectUntouched(player);
    await opened(player);
  });

  it('is one at a time, for whoever has a second factor and an account', async () => {
    const player = await newProtected(cloud);
    await opened(player);
    expect(slugOf(await desk.open(player.playerId, 'both'))).toBe('factor-removal-open');
    const plain = await newPlayer(cloud);
    expect(slugOf(await desk.open(plain.playerId))).toBe('second-factor-off');
    expect(slugOf(await desk.open('0'.repeat(26)))).toBe('not-found');
    const { token } = await newStaff(cloud, 'note-taker', ['support']);
    const body = { ...removalRequest, note: 'the player called' };
    await expectStatus(cloud.api(`POST /v1/staff/players/${player.playerId}/factor-removals`, { token, body }), 400);
  });

  it('removes nothing of whoever turned the factor off meanwhile', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    const secondFactor = recoveryProof(player.recoveryCodes[0]);
    const { token } = player;
    await expectStatus(cloud.api('POST /v1/me/second-factors/totp/removals', { token, body: { secondFactor } }), 204);
    cloud.turn({ hours: 24 });
    expect(slugOf(await desk.approve(removal))).toBe('second-factor-off');
    expect((await accountOf(cloud, player))['withdrawalsHeldUntil']).toBeUndefined();
  });

  it('ends with the account', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    await closeForGood(cloud, player.token);
    cloud.turn({ hours: 24 });
    expect(slugOf(await desk.approve(removal))).toBe('not-found');
    expect(slugOf(await desk.open(player.playerId))).toBe('not-found');
    expect(subjectsTo(cloud, player.email)).not.toContain(subjects.en[1]);
  });

  it('is approved once by two who do so at once', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ hours: 24 });
    const answers = await Promise.all([desk.approve(removal, 'second'), desk.approve(removal, 'third')]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([204, 409]);
    await cloud.settle();
    expect((await actionsOf(removal)).filter((action) => action === 'factor-removal-approved')).toHaveLength(1);
    expect(subjectsTo(cloud, player.email).filter((subject) => subject === subjects.en[1])).toHaveLength(1);
  });

  it('is either stopped or approved when both happen at once', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    cloud.turn({ hours: 24 });
    const [approved, stopped] = await Promise.all([desk.approve(removal), desk.stop(removal.stopToken)]);
    expect([approved.status, stopped.status].filter((status) => status === 204)).toHaveLength(1);
    expect(await factorRowsOf(cloud, player)).toHaveLength(approved.status === 204 ? 0 : 2);
  });
});

describe('the player', () => {
  it('stops a removal by the link in the mail, once, which opening the page does not', async () => {
    const player = await newProtected(cloud);
    const removal = await opened(player);
    const page = await cloud.api('GET /factor-removal-stop');
    expect(page.body).toContain('Hentikan penghapusan');
    expect(await actionsOf(removal)).toEqual(['factor-removal-opened']);
    await expectStatus(desk.stop(removal.stopToken), 204);
    expect(slugOf(await desk.stop(removal.stopToken))).toBe('factor-removal-stop-refused');
    expect(slugOf(await desk.stop('A'.repeat(43)))).toBe('factor-removal-stop-refused');
    cloud.turn({ hours: 24 });
    expect(slugOf(await desk.approve(removal))).toBe('factor-removal-state-refused');
    expect(await evidenceOfRemoval(cloud, removal)).toMatchObject([
      {},
      { action: 'factor-removal-stopped', actorKind: 'player', actorId: player.playerId, context: { way: 'link' } },
    ]);
    const logs = cloud.cloud.logs.read('sesetoro-recovery-stop-factor-removal');
    expect(logs.join('\n')).toContain('FACTOR_REMOVAL_STOPPED');
    await expectUntouched(player);
  });

  it('stops a removal in a session too, and nobody else’s', async () => {
    const [player, other] = [await newProtected(cloud), await newProtected(cloud)];
    const removal = await opened(player);
    expect(slugOf(await stopInSession(other.token))).toBe('factor-removal-stop-refused');
    await expectStatus(stopInSession(player.token), 204);
    expect(slugOf(await stopInSession(player.token))).toBe('factor-removal-stop-refused');
    expect(slugOf(await desk.stop(removal.stopToken))).toBe('factor-removal-stop-refused');
    cloud.turn({ hours: 24 });
    expect(slugOf(await desk.approve(removal))).toBe('factor-removal-state-refused');
    expect(await actionsOf(removal)).toEqual(['factor-removal-opened', 'factor-removal-stopped']);
  });

  it('gets one link, which says nothing of whoever asked', async () => {
    const player = await newProtected(cloud);
    await opened(player);
    expect(linkTokens(cloud, player.email, 'factor-removal-stop')).toHaveLength(1);
    const text = cloud.cloud.mail.mails({ to: player.email }).at(-1)?.text ?? '';
    for (const hidden of [...Object.values(desk.staffIds), removalRequest.caseReference, 'document'])
      expect(text).not.toContain(hidden);
  });
});

describe('the queue', () => {
  it('shows what waits, oldest first, page by page, with who looked on record before', async () => {
    cloud.turn({ days: 8 });
    const removals = [];
    for (let count = 0; count < 3; count += 1) {
      cloud.turn({ seconds: 1 });
      removals.push(await opened(await newProtected(cloud), count === 0 ? 'both' : 'support'));
    }
    const first = (await expectStatus(desk.list('?limit=2', 'both'), 200)).body;
    const second = (await expectStatus(desk.list(`?limit=2&cursor=${encodeURIComponent(first.cursor)}`), 200)).body;
    const ids = [...first.removals, ...second.removals].map(({ removalId }) => removalId);
    expect(ids).toEqual(removals.map(({ removalId }) => removalId));
    expect(first.removals[0]).toMatchObject({ ...removalRequest, openedByCaller: true });
    expect(first.removals[1].openedByCaller).toBe(false);
    expect(second.cursor).toBeUndefined();
    await expectStatus(desk.list('', 'auditor'), 200);
    const reads = (await rowsOf(cloud, 'evidence')).filter(({ action }) => action === 'factor-removals-read');
    expect(reads.map(({ actorId }) => actorId)).toContain(desk.staffIds.auditor);
  });

  it('is empty once everything was decided', async () => {
    for (const removal of (await desk.list()).body.removals) await expectStatus(desk.decline(removal, 'third'), 204);
    expect((await desk.list()).body).toEqual({ removals: [] });
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
