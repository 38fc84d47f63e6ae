import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence, type Flow } from '#test/support/faults.ts';
import { ledgerSums, rowsOf } from '#test/support/ledger.ts';
import { logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { sendWebhook, type PaidDeposit } from '#test/support/processor.ts';

const amountMinor = 2_500_000;
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

interface Payment {
  player: TestPlayer;
  idempotencyKey: string;
  webhookId: string;
}

/** Everybody pays for the first time, so that their financial key is made under way. */
const begin = async (): Promise<Payment> => ({
  player: await newPlayer(cloud, { language: 'en' }),
  idempotencyKey: randomUUID(),
  webhookId: `msg_${randomUUID()}`,
});

async function act({ player, idempotencyKey, webhookId }: Payment): Promise<void> {
  const started = await askPatiently(cloud, () =>
    cloud.api('POST /v1/me/deposits', {
      token: player.token,
      body: { method: 'dana', amountMinor },
      headers: { 'idempotency-key': idempotencyKey },
    }),
  );
  expect(started.status).toBe(201);
  const { paymentReference, currency } = started.body;
  await payAs({ paymentReference, amountMinor, currency }, webhookId);
}

async function payAs(paid: PaidDeposit, webhookId: string): Promise<void> {
  const bankAccount = { bankCode: 'BCA', accountNumber: '5210987654', holderName: 'WULAN KUSUMA' };
  const data = { ...paid, bankAccount, transferConfirmation: 'TRX-0001', confirmedAt: cloud.now().toISOString() };
  // A processor that tries again sends the same body under the same id.
  const payload = { type: 'payment.confirmed', data };
  const received = await askPatiently(cloud, () => sendWebhook(cloud, 'dana', { payload, bend: { webhookId } }));
  expect(received.status).toBe(202);
}

async function check({ player, webhookId }: Payment): Promise<void> {
  const ofPlayer = (await rowsOf(cloud, 'payments')).filter(({ pk }) => pk === player.playerId);
  expect(ofPlayer).toMatchObject([{ state: 'confirmed', amountMinor }]);
  const events = (await rowsOf(cloud, 'payments')).filter(({ pk }) => String(pk).endsWith(`#${webhookId}`));
  expect(events).toHaveLength(1);
  const link = (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === player.playerId && sk === 'wallet');
  const rows = (await rowsOf(cloud, 'wallets')).filter(({ pk }) => pk === link?.['walletId']);
  expect(rows.find(({ sk }) => sk === 'wallet')).toMatchObject({ balanceMinor: amountMinor });
  expect(rows.filter(({ sk }) => sk !== 'wallet')).toMatchObject([{ amountMinor }]);
  const mails = cloud.cloud.mail.mails({ to: player.email }).filter(({ subject }) => /payment|deposit/i.test(subject));
  expect(mails).toHaveLength(1);
}

async function checkAll(): Promise<void> {
  const { all, differences } = await ledgerSums(cloud);
  expect(all).toBe(0);
  expect(differences.filter((difference) => difference !== 0)).toEqual([]);
}

it('A payment ends in exactly one credit and one mail, and the books balance, whatever call goes wrong', async () => {
  const functions = /payment|relay/;
  const flow: Flow<Payment> = { begin, act, check, checkAll, functions };
  const convergence = await disturbEveryCall(cloud, flow);
  reportConvergence('Payment webhook', convergence);
  expect(convergence.failures).toEqual([]);
}, 600_000);

it('A confirmation without its deposit waits, and is parked after a day, exactly once, whatever call goes wrong', async () => {
  const stray: Flow<string> = {
    functions: /payment/,
    begin: async () => `msg_${randomUUID()}`,
    async act(webhookId) {
      await payAs({ paymentReference: '0'.repeat(26), amountMinor, currency: 'IDR' }, webhookId);
      cloud.turn({ hours: 25 });
      await cloud.settle({ turnsToHidden: true });
    },
    async check(webhookId) {
      const rows = (await rowsOf(cloud, 'payments')).filter((row) => row['webhookId'] === webhookId);
      expect(rows.map(({ pk }) => String(pk).split('#')[0])).toEqual(['parked']);
    },
    checkAll,
  };
  const convergence = await disturbEveryCall(cloud, stray);
  reportConvergence('Unmatched payment', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}, 600_000);

it('Whoever paid can still log in and sees it', async () => {
  const { player, ...payment } = await begin();
  await act({ player, ...payment });
  const session = await logIn(cloud, player.email);
  const { body } = await cloud.api('GET /v1/me/balance', { token: session.body.accessToken });
  expect(body.balanceMinor).toBe(amountMinor);
});
