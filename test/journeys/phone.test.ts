import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import {
  callAs,
  codeTo,
  newNetwork,
  newNumber,
  newPhonePlayer,
  otherThan,
  textsTo,
  turnSmsOn,
  type PhonePlayer,
} from '#test/support/phone-player.ts';
import { expectStatus, logIn, newPlayer } from '#test/support/player.ts';
import { subjectsTo } from '#test/support/recovery.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const newOwner = (changes: { jurisdiction?: string; language?: 'en' | 'id' } = {}) => newPhonePlayer(cloud, changes);
const texts = (to: string) => textsTo(cloud, to);
const codeAt = (to: string) => codeTo(cloud, to);
const mails = (to: string) => cloud.cloud.mail.mails({ to });
const linkIn = (to: string) =>
  mails(to)
    .flatMap(({ text }) => /\/phone-change-reversion#([\w-]{43})/.exec(text ?? '')?.[1] ?? [])
    .at(-1) ?? '';

const call = (route: string, owner: PhonePlayer, body?: unknown) => callAs(cloud, owner, [route, body]);
const askFactor = (owner: PhonePlayer) => call('POST /v1/me/second-factors/sms', owner);
const confirmFactor = (owner: PhonePlayer, code: string) =>
  call('POST /v1/me/second-factors/sms/confirmations', owner, { code });
const askChange = (owner: PhonePlayer, phone: string) => call('POST /v1/me/phone-changes', owner, { phone });
const confirmChange = (owner: PhonePlayer, code: string) =>
  call('POST /v1/me/phone-changes/confirmations', owner, { code });
const revert = (token: string) => cloud.api('POST /v1/phone-changes/reversions', { body: { token } });
const me = (owner: PhonePlayer) => cloud.api('GET /v1/me', { token: owner.token });

async function changeTo(owner: PhonePlayer, phone: string): Promise<void> {
  await expectStatus(askChange(owner, phone), 202);
  await expectStatus(confirmChange(owner, codeAt(phone)), 200);
}

async function again(owner: PhonePlayer): Promise<PhonePlayer> {
  const session = await expectStatus(logIn(cloud, owner.email, owner.password), 201);
  return { ...owner, token: session.body.accessToken };
}

describe('codes by text message', () => {
  it('are turned on by a code that went to the phone, say their risk, verify the number and end other sessions', async () => {
    const owner = await newOwner();
    const stranger = await again(owner);
    expect((await me(owner)).body.phoneVerifiedAt).toBeUndefined();
    const asked = await expectStatus(askFactor(owner), 202);
    expect(asked.body).toMatchObject({ allowedPrefixes: ['+62', '+65', '+353'] });
    expect(asked.body.risk.en).toContain('A passkey is safer');
    expect(asked.body.risk.id).toContain('Passkey lebih aman');
    const confirmed = await expectStatus(confirmFactor(owner, codeAt(owner.phone)), 200);
    expect(confirmed.body.risk).toEqual(asked.body.risk);
    expect((await me(owner)).body.phoneVerifiedAt).toBe(confirmed.body.enrolledAt);
    expect((await me(stranger)).status).toBe(401);
    expect(mails(owner.email).map(({ subject }) => subject)).toContain(
      'Langkah kedua ditambahkan ke akun sesetoro Anda',
    );
  });

  it.each([
    ['id', 'Jangan berikan kode ini kepada siapa pun', 'ID'],
    ['en', 'Never share this code', 'SG'],
  ] as const)(
    'in %s say not to share them, carry no link, and are bound to our host',
    async (language, words, jurisdiction) => {
      const owner = await newOwner({ language, jurisdiction });
      await expectStatus(askFactor(owner), 202);
      const [text = ''] = texts(owner.phone);
      expect(text).toContain(words);
      expect(text).not.toMatch(/https?:/);
      expect(text.length).toBeLessThanOrEqual(160);
      expect(text.split('\n').at(-1)).toBe(`@127.0.0.1 #${codeAt(owner.phone)}`);
    },
  );

  it('are worth nothing when wrong, used, replaced, ended, not sent yet or tried five times', async () => {
    const owner = await newOwner();
    expect((await confirmFactor(owner, '000000')).status).toBe(403);
    await expectStatus(askFactor(owner), 202);
    const first = codeAt(owner.phone);
    expect((await confirmFactor(owner, otherThan(first))).body.type).toMatch(/sms-code-refused$/);
    await expectStatus(askFactor(owner), 202);
    const second = codeAt(owner.phone);
    if (first !== second) expect((await confirmFactor(owner, first)).status).toBe(403);
    for (let guess = 0; guess < 4; guess += 1) await confirmFactor(owner, otherThan(second));
    expect((await confirmFactor(owner, second)).status).toBe(403);
    await expectStatus(askFactor(owner), 202);
    cloud.turn({ seconds: 600 });
    const later = await again(owner);
    expect((await confirmFactor(later, codeAt(owner.phone))).status).toBe(403);
    await expectStatus(askFactor(later), 202);
    const good = codeAt(owner.phone);
    await expectStatus(confirmFactor(later, good), 200);
    expect((await confirmFactor(later, good)).body.type).toMatch(/second-factor-already-on$/);
    for (const malformed of ['12345', '1234567', '12345a', '１２３４５６']) {
      expect((await confirmFactor(later, malformed)).status).toBe(400);
    }
  });

  it('for one purpose are worth nothing for another', async () => {
    const owner = await newOwner();
    await expectStatus(askFactor(owner), 202);
    expect((await confirmChange(owner, codeAt(owner.phone))).status).toBe(403);
  });

  it('are tried five times at most, however many guesses come at once', async () => {
    const owner = await newOwner();
    await expectStatus(askFactor(owner), 202);
    const code = codeAt(owner.phone);
    const guesses = Array.from({ length: 40 }, () => confirmFactor(owner, otherThan(code)));
    expect((await Promise.all(guesses)).every(({ status }) => status === 403)).toBe(true);
    expect((await confirmFactor(owner, code)).status).toBe(403);
  });
});

describe('SMS pumping', () => {
  it('ends at five messages a day to one number, and begins anew the next day', async () => {
    const owner = await newOwner();
    for (let count = 0; count < 5; count += 1) await expectStatus(askFactor(owner), 202);
    const blocked = await askFactor(owner);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(texts(owner.phone)).toHaveLength(5);
    cloud.turn({ days: 1 });
    await expectStatus(askFactor(await again(owner)), 202);
  });

  it('ends at ten messages a day of one account, whatever the numbers and networks', async () => {
    const owner = await newOwner();
    const asked = [];
    for (let count = 0; count < 11; count += 1) {
      asked.push((await askChange({ ...owner, from: newNetwork() }, newNumber())).status);
    }
    expect(asked).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
  });

  it('ends at twenty messages a day from one network of 256 addresses, whatever the accounts', async () => {
    const owners = [await newOwner(), await newOwner(), await newOwner()];
    const address = (last: number) => ({ 'x-local-viewer-address': `198.51.100.${last}` });
    const asked = [];
    for (let count = 0; count < 21; count += 1) {
      asked.push((await askChange({ ...owners[count % 3]!, from: address(count) }, newNumber())).status);
    }
    expect(asked).toEqual([...Array.from({ length: 20 }, () => 202), 429]);
    expect((await askChange({ ...owners[0]!, from: newNetwork() }, newNumber())).status).toBe(202);
    const kept = JSON.stringify(await rowsOf(cloud, 'limits'));
    for (const personal of ['198.51.100', owners[0]!.phone]) expect(kept).not.toContain(personal);
  });

  it('reaches no number outside of the countries of the region', async () => {
    const owner = await newOwner();
    expect((await askChange(owner, '+882161234567')).body.type).toMatch(/sms-unavailable$/);
    const abroad = {
      ...(await newPlayer(cloud, { phone: '+79161234567' })),
      phone: '+79161234567',
      from: newNetwork(),
    };
    await expectStatus(askFactor(abroad), 202);
    expect(texts(abroad.phone)).toEqual([]);
  });
});

describe('a change of phone', () => {
  it.each([
    '0812345678',
    '+62 812 345 678',
    '+0812345678',
    '+62812',
    '+62812345678901234',
    '＋6281234567',
    '+６281234567',
  ])('takes no number that is not E.164: %s', async (phone) => {
    const owner = await newOwner();
    expect((await askChange(owner, phone)).status).toBe(400);
  });

  it('needs the code that went to the new number, then ends other sessions, holds withdrawals and tells both', async () => {
    const owner = await newOwner({ language: 'en', jurisdiction: 'SG' });
    const stranger = await again(owner);
    const phone = newNumber('+658');
    expect((await askChange(owner, owner.phone)).body.type).toMatch(/phone-unchanged$/);
    await expectStatus(askChange(owner, phone), 202);
    expect((await me(owner)).body.phone).toBe(owner.phone);
    expect((await confirmChange(owner, otherThan(codeAt(phone)))).status).toBe(403);
    const { body } = await expectStatus(confirmChange(owner, codeAt(phone)), 200);
    expect((Date.parse(body.withdrawalsHeldUntil) - Date.parse(body.phoneVerifiedAt)) / 3_600_000).toBe(72);
    expect((await me(owner)).body).toMatchObject({ phone, phoneVerifiedAt: body.phoneVerifiedAt });
    expect((await me(stranger)).status).toBe(401);
    expect(texts(owner.phone).at(-1)).toMatch(/^sesetoro: your account now has another phone number/);
    expect(mails(owner.email).at(-1)?.subject).toBe('Your phone number was changed');
    const account = (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === owner.playerId && sk === 'account');
    expect(account?.['withdrawalsHeldUntil']).toBe(body.withdrawalsHeldUntil);
    const found = (await rowsOf(cloud, 'lookups')).filter(({ sk }) => sk === owner.playerId);
    expect(found.map(({ pk }) => pk)).toEqual([`phone#${String(account?.['phoneIndex'])}`]);
  });

  it('is undone by the mailed link: once, for seven days, all sessions end, and a later change falls with it', async () => {
    const owner = await newOwner();
    await changeTo(owner, newNumber());
    const link = linkIn(owner.email);
    await changeTo(owner, newNumber());
    const laterLink = linkIn(owner.email);
    const page = await cloud.api('GET /phone-change-reversion');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    await cloud.api('GET /phone-change-reversion');
    const undone = await expectStatus(revert(link), 200);
    expect(Date.parse(undone.body.withdrawalsHeldUntil) - cloud.now().getTime()).toBeGreaterThan(71 * 3_600_000);
    await cloud.settle();
    expect((await me(owner)).status).toBe(401);
    const restored = await again(owner);
    expect((await me(restored)).body).toMatchObject({ phone: owner.phone });
    expect((await me(restored)).body.phoneVerifiedAt).toBeUndefined();
    expect(subjectsTo(cloud, owner.email)).toContain('Nomor telepon lama Anda telah dipulihkan');
    for (const token of [link, laterLink, 'x'.repeat(43)]) {
      expect((await revert(token)).body.type).toMatch(/reversion-refused$/);
    }
    await changeTo(restored, newNumber());
    const late = linkIn(owner.email);
    cloud.turn({ days: 7 });
    expect((await revert(late)).status).toBe(403);
  });

  it('undone leaves no code that went to the stranger’s number worth anything', async () => {
    const owner = await newOwner();
    const thief = newNumber();
    await changeTo(owner, thief);
    await expectStatus(askFactor({ ...owner, phone: thief }), 202);
    await expectStatus(revert(linkIn(owner.email)), 200);
    const thiefAgain = await again(owner);
    expect((await confirmFactor(thiefAgain, codeAt(thief))).body.type).toMatch(/sms-code-refused$/);
    expect((await me(thiefAgain)).body.phoneVerifiedAt).toBeUndefined();
  });

  it('undone turns off a factor that was turned on with the new number, and leaves the one from before', async () => {
    const [robbed, careful] = [await newOwner(), await newOwner()];
    const thief = newNumber();
    await changeTo(robbed, thief);
    await turnSmsOn(cloud, { ...robbed, phone: thief });
    await turnSmsOn(cloud, careful);
    await changeTo(careful, newNumber());
    for (const { email } of [robbed, careful]) await expectStatus(revert(linkIn(email)), 200);
    const factors = (await rowsOf(cloud, 'credentials')).filter(({ sk }) => sk === 'factor#sms').map(({ pk }) => pk);
    expect(factors).toContain(careful.playerId);
    expect(factors).not.toContain(robbed.playerId);
  });

  it('is refused to a session that was not proved lately', async () => {
    const owner = await newOwner();
    cloud.turn({ minutes: 11 });
    expect((await askChange(owner, newNumber())).body.type).toMatch(/step-up-needed$/);
    expect((await askFactor(owner)).body.type).toMatch(/step-up-needed$/);
  });
});

describe('what is kept of it', () => {
  it('holds no number, code or address in the clear, in no table and no log', async () => {
    const owner = await newOwner();
    const phone = newNumber();
    await changeTo(owner, phone);
    const tables = ['players', 'lookups', 'notifications', 'limits', 'outbox', 'evidence', 'credentials'] as const;
    const kept = JSON.stringify(await Promise.all(tables.map((table) => rowsOf(cloud, table))));
    const logs = cloud.cloud.logs
      .names()
      .flatMap((name) => cloud.cloud.logs.read(name))
      .join('\n');
    for (const personal of [owner.phone, phone]) {
      expect(kept).not.toContain(personal);
      expect(logs).not.toContain(personal);
    }
    expect(cloud.cloud.denials()).toEqual([]);
  });
});
