import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import {
  expectStatus,
  goodPassword,
  logIn,
  newPlayer,
  registrationBody,
  type TestPlayer,
} from '#test/support/player.ts';
import { confirmPayment } from '#test/support/processor.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const close = (player: TestPlayer) => cloud.api('POST /v1/me/closure', { token: player.token });
const accountOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
const keysOf = async ({ playerId }: TestPlayer) => (await rowsOf(cloud, 'keys')).filter(({ pk }) => pk === playerId);
const startDeposit = (player: TestPlayer, method = 'virtual-account') =>
  cloud.api('POST /v1/me/deposits', {
    token: player.token,
    body: { method, amountMinor: 2_500_000 },
    headers: { 'idempotency-key': randomUUID() },
  });

describe('closing an account', () => {
  it('asks for the password again', async () => {
    const player = await newPlayer(cloud);
    const stepUp = (password: string) => cloud.api('POST /v1/me/step-ups', { token: player.token, body: { password } });
    cloud.turn({ minutes: 10 });
    expect((await close(player)).body.type).toMatch(/step-up-needed$/);
    expect((await stepUp('a wrong but long password')).status).toBe(401);
    expect((await close(player)).status).toBe(403);
    expect((await accountOf(player))?.['state']).toBe('open');
    await expectStatus(stepUp(goodPassword), 200);
    await expectStatus(close(player), 202);
  });

  it('is refused while a deposit is open or money is in the wallet', async () => {
    const player = await newPlayer(cloud);
    const { body } = await expectStatus(startDeposit(player), 201);
    const open = await close(player);
    expect(open.status).toBe(409);
    expect(open.body.detail).toMatch(/deposit/);
    await confirmPayment(cloud, 'virtual-account', {
      paymentReference: body.paymentReference,
      amountMinor: 2_500_000,
      currency: 'IDR',
    });
    expect((await close(player)).body.detail).toMatch(/balance/);
  });

  it('ends sessions and look-ups, sends one mail, and frees the address', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    await closeForGood(cloud, player.token);
    expect((await accountOf(player))?.['state']).toBe('closed');
    expect((await cloud.api('GET /v1/me', { token: player.token })).status).toBe(401);
    expect((await logIn(cloud, player.email)).status).toBe(401);
    const subjects = cloud.cloud.mail.mails({ to: player.email }).map(({ subject }) => subject);
    expect(subjects.filter((subject) => /is closed/i.test(subject))).toHaveLength(1);
    const again = await newPlayer(cloud, { email: player.email });
    expect(again.playerId).not.toBe(player.playerId);
  });

  it('erases identity at once: what is left of the account holds no name, phone or birth date', async () => {
    const player = await newPlayer(cloud);
    await closeForGood(cloud, player.token);
    const account = await accountOf(player);
    for (const field of ['fullName', 'birthDate', 'phone', 'accountNumber']) expect(account).not.toHaveProperty(field);
    const identity = (await keysOf(player)).find(({ sk }) => sk === 'identity');
    // The nightly sweep may have taken it already.
    expect(Number(identity?.['endsAtSeconds'] ?? 0)).toBeLessThanOrEqual(cloud.now().getTime() / 1000);
    const erasures = (await rowsOf(cloud, 'evidence')).filter(({ pk }) => String(pk).startsWith('erasure#'));
    expect(erasures.some(({ subjectId }) => subjectId === player.playerId)).toBe(true);
  });

  it('suspends money that arrives afterwards and tells staff by an alarm', async () => {
    const player = await newPlayer(cloud);
    const { body } = await expectStatus(startDeposit(player, 'dana'), 201);
    cloud.turn({ hours: 25 });
    await closeForGood(cloud, (await logIn(cloud, player.email)).body.accessToken);
    const paid = { paymentReference: body.paymentReference, amountMinor: 2_500_000, currency: 'IDR' };
    expect((await confirmPayment(cloud, 'dana', paid)).status).toBe(202);
    const deposit = (await rowsOf(cloud, 'payments')).find(({ depositId }) => depositId === body.depositId);
    expect(deposit?.['state']).toBe('suspended');
    const logs = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    expect(logs.join('\n')).toContain('DEPOSIT_SUSPENDED');
  });
});

describe('retention after closure', () => {
  it('keeps payments under the compliance key to the floor of the law, and erases them on their day', async () => {
    const player = await newPlayer(cloud);
    const { body } = await expectStatus(startDeposit(player), 201);
    // A payment of another amount settles the deposit without a balance: the account can close, the record stays.
    const bankAccount = { bankCode: 'BCA', accountNumber: '5210987654', holderName: 'WULAN KUSUMA' };
    const paid = { paymentReference: body.paymentReference, currency: 'IDR', bankAccount };
    await confirmPayment(cloud, 'virtual-account', { ...paid, amountMinor: 2_500_001 });
    await closeForGood(cloud, player.token);

    const rowsOfPlayer = async (table: string) =>
      (await rowsOf(cloud, table)).filter(({ pk }) => pk === player.playerId);
    const stamped = [...(await rowsOfPlayer('payments')), ...(await rowsOfPlayer('players'))];
    expect(stamped.length).toBeGreaterThan(2);
    expect(stamped.every(({ expiresAtSeconds }) => typeof expiresAtSeconds === 'number')).toBe(true);

    const contact = (await keysOf(player)).find(({ sk }) => sk === 'contact');
    expect(String(contact?.['kmsKeyArn'])).not.toBe('');
    await expectProductRolesCannotOpen(contact ?? {}, player);

    cloud.turn({ days: 5 * 366 + 8 });
    await cloud.cloud.fireSchedule('retention');
    await cloud.settle();
    expect(await keysOf(player)).toEqual([]);
    expect(await rowsOfPlayer('payments')).toEqual([]);
    expect(await rowsOfPlayer('players')).toEqual([]);
    const held = (await rowsOf(cloud, 'holdings')).filter(({ playerId }) => playerId === player.playerId);
    expect(held).toEqual([]);
  });

  it('never finds rows of a closed account without their expiry', () => {
    const logs = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    expect(logs.join('\n')).not.toContain('CLOSED_ROWS_WITHOUT_EXPIRY');
  });

  it('deletes the keys of registrations that nobody verified', async () => {
    const body = await registrationBody(cloud);
    await expectStatus(cloud.api('POST /v1/players', { body }), 202);
    await cloud.settle();
    const before = (await rowsOf(cloud, 'keys')).length;
    cloud.turn({ days: 3 });
    await cloud.cloud.fireSchedule('retention');
    await cloud.settle();
    expect((await rowsOf(cloud, 'keys')).length).toBe(before - 2);
  });
});

/** The function that shows a player their own data holds a role that opens contact keys, but not retained ones. */
async function expectProductRolesCannotOpen(key: Record<string, unknown>, player: TestPlayer): Promise<void> {
  const client = new KMSClient(cloud.cloud.clientSettings('sesetoro-player-show'));
  const opening = client.send(
    new DecryptCommand({
      KeyId: String(key['kmsKeyArn']),
      CiphertextBlob: key['wrappedKey'] as Uint8Array,
      EncryptionContext: { subject: player.playerId, class: 'contact' },
    }),
  );
  await expect(opening).rejects.toMatchObject({ name: 'AccessDeniedException' });
}

it('runs without a defect of the cloud', () => {
  expect(cloud.cloud.defects).toEqual([]);
});
