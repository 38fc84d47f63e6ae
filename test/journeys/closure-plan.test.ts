import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffRole } from '#lib/route-row.ts';
import { beginClosure, letGracePass } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { confirmPayment } from '#test/support/processor.ts';
import { giveNumber } from '#test/support/review-desk.ts';
import { newStaff } from '#test/support/staff.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

interface Row {
  kind: string;
  treatment?: string;
  endsAt: string;
  since: string | null;
  until: string | null;
}
const amountMinor = 2_500_000;
const plan = ({ token }: TestPlayer, query = '') => cloud.api(`GET /v1/me/closure/plan${query}`, { token });
const retention = ({ token }: TestPlayer, query = '') => cloud.api(`GET /v1/me/retention${query}`, { token });
const startDeposit = ({ token }: TestPlayer) =>
  cloud.api('POST /v1/me/deposits', {
    token,
    body: { method: 'virtual-account', amountMinor },
    headers: { 'idempotency-key': randomUUID() },
  });
const bankAccount = { bankCode: 'BCA', accountNumber: '5210987654', holderName: 'WULAN KUSUMA' };
const pay = (paymentReference: string, paidMinor = amountMinor) =>
  confirmPayment(cloud, 'virtual-account', { paymentReference, currency: 'IDR', amountMinor: paidMinor, bankAccount });

describe('the plan of a closure', () => {
  it('is what then happens: every key ends when the plan said so', async () => {
    const player = await newPlayer(cloud);
    await giveNumber(cloud, player);
    const { body: deposit } = await expectStatus(startDeposit(player), 201);
    // A payment of another amount settles the deposit without a balance.
    await pay(deposit.paymentReference, amountMinor + 1);
    await cloud.settle();
    const closesAt = await beginClosure(cloud, player.token);
    const { body } = await expectStatus(plan(player), 200);
    expect(body).toMatchObject({ jurisdiction: 'ID', language: 'id', closesAt: closesAt.toISOString(), obstacles: [] });
    await letGracePass(cloud, closesAt);
    const keys = (await rowsOf(cloud, 'keys')).filter(({ pk }) => pk === player.playerId);
    expect(keys.map(({ sk }) => sk)).toEqual(expect.arrayContaining(['contact', 'kyc']));
    const quarterMs = 17 * 60_000;
    for (const key of keys) {
      for (const row of body.records.filter(({ kind }: Row) => kind === key['sk'])) {
        const late = Number(key['endsAtSeconds']) * 1000 - Date.parse(row.endsAt);
        expect(late, String(key['sk'])).toBeGreaterThanOrEqual(-1000);
        expect(late, String(key['sk'])).toBeLessThanOrEqual(quarterMs);
      }
    }
  });

  it('says what stands in the way and what to do about it, and that nothing does', async () => {
    const player = await newPlayer(cloud);
    expect((await expectStatus(plan(player), 200)).body.obstacles).toEqual([]);
    const { body: deposit } = await expectStatus(startDeposit(player), 201);
    const open = (await expectStatus(plan(player, '?language=en'), 200)).body.obstacles;
    expect(open).toEqual([
      { obstacle: 'open-deposit', what: expect.any(String), whatToDo: expect.stringContaining('Complete the payment') },
    ]);
    await pay(deposit.paymentReference);
    const balance = (await expectStatus(plan(player), 200)).body.obstacles;
    expect(balance).toEqual([
      { obstacle: 'balance', what: 'Masih ada uang di saldo Anda.', whatToDo: expect.stringContaining('Tarik saldo') },
    ]);
    expect((await cloud.api('POST /v1/me/closure', { token: player.token })).status).toBe(409);
  });

  it.each([
    ['ID', 'en', 'Your identity check', 'UU 8/2010 art. 21', 48],
    ['IE', 'id', 'Pemeriksaan identitas Anda', 'Directive (EU) 2015/849 art. 40', 14 * 24],
  ] as const)('speaks of the law of %s in the language that is asked for (%s)', async (...expected) => {
    const [jurisdiction, language, title, citation, graceHours] = expected;
    const player = await newPlayer(cloud, { jurisdiction });
    const { body } = await expectStatus(plan(player, `?language=${language}`), 200);
    const kept = body.records.find(({ kind, treatment }: Row) => kind === 'kyc' && treatment === 'restrict');
    expect(kept).toMatchObject({ title, law: { years: 5, citation } });
    const grace = Date.parse(body.closesAt) - cloud.now().getTime();
    expect(Math.abs(grace - graceHours * 3_600_000)).toBeLessThan(60_000);
  });

  it.each(['?language=fr', '?language=', '?speech=en'])('refuses %s', async (query) => {
    const player = await newPlayer(cloud);
    for (const ask of [plan, retention]) expect((await ask(player, query)).status).toBe(400);
  });
});

describe('what is kept of a player', () => {
  it('has its start, what starts its clock and why, and no end while the account is open', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const before = (await expectStatus(retention(player), 200)).body;
    expect(before).toMatchObject({ jurisdiction: 'ID', language: 'en', closesAt: null });
    expect(before.records.every(({ until }: Row) => until === null)).toBe(true);
    const sinceOf = (records: Row[], kind: string) => records.find((row) => row.kind === kind)?.since;
    expect(sinceOf(before.records, 'kyc')).toBeNull();
    expect(sinceOf(before.records, 'financial')).toBeNull();
    await giveNumber(cloud, player);
    await expectStatus(startDeposit(player), 201);
    const after = (await expectStatus(retention(player, '?language=id'), 200)).body;
    for (const kind of ['kyc', 'financial', 'identity'])
      expect(Date.parse(sinceOf(after.records, kind) ?? '')).toBeLessThanOrEqual(cloud.now().getTime());
    expect(after.records.find(({ kind }: Row) => kind === 'identity').clock.startsWith).toBe('saat akun Anda ditutup');
  });

  it('has the end of each class once the account is closing, and none again when that is undone', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    await giveNumber(cloud, player);
    const closesAt = await beginClosure(cloud, player.token);
    const closing = (await expectStatus(retention(player), 200)).body;
    expect(closing.closesAt).toBe(closesAt.toISOString());
    const kyc = closing.records.find(({ kind }: Row) => kind === 'kyc');
    expect(new Date(kyc.until).getUTCFullYear()).toBe(closesAt.getUTCFullYear() + 5);
    expect(kyc.because).toMatch(/Anti-money-laundering law/);
    await expectStatus(cloud.api('DELETE /v1/me/closure', { token: player.token }), 200);
    const open = (await expectStatus(retention(player), 200)).body;
    expect(open.closesAt).toBeNull();
    expect(open.records.every(({ until }: Row) => until === null)).toBe(true);
  });

  it('is shown to its player only', async () => {
    expect((await cloud.api('GET /v1/me/retention')).status).toBe(401);
    expect((await cloud.api('GET /v1/me/closure/plan')).status).toBe(401);
  });
});

describe('the forecast for staff', () => {
  it('counts the ends of a closure in their months, for the officer and auditors and for nobody else', async () => {
    const forecast = (token: string) => cloud.api('GET /v1/staff/retention/forecast', { token });
    const staffToken = async (role: StaffRole) => (await newStaff(cloud, `forecast-${randomUUID()}`, [role])).token;
    const player = await newPlayer(cloud);
    await letGracePass(cloud, await beginClosure(cloud, player.token));
    const { body } = await expectStatus(forecast(await staffToken('dpo')), 200);
    expect(body).toMatchObject({ stoppedIn: null });
    expect(body.months).toHaveLength(24);
    expect(body.months[0].month).toBe(cloud.now().toISOString().slice(0, 7));
    // Nothing of the player is kept by law: the address ends a week after the closure.
    const weekLater = new Date(cloud.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 7);
    const month = body.months.find((each: { month: string }) => each.month === weekLater);
    expect(month.classes.contact).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain(player.playerId);
    await expectStatus(forecast(await staffToken('auditor')), 200);
    for (const role of ['support', 'compliance', 'kyc-reviewer'] as const)
      expect((await forecast(await staffToken(role))).status).toBe(403);
    expect((await forecast(player.token)).status).toBe(401);
  });
});

it('plans without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
