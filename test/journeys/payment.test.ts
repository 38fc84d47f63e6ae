import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { createSecretKey, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unsealField } from '#stores/sealing.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { ledgerSums, rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { confirmPayment, sendWebhook, type PaidDeposit } from '#test/support/processor.ts';

let cloud: TestCloud;
let player: TestPlayer;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());
beforeEach(async () => {
  player = await newPlayer(cloud, { language: 'en' });
});

const amountMinor = 2_500_000;
const methods = ['dana', 'e-wallet', 'mobile-banking', 'virtual-account'] as const;

function startDeposit(body: unknown, options: { key?: string; token?: string } = {}): Promise<ApiAnswer> {
  const headers = { 'idempotency-key': options.key ?? randomUUID() };
  return cloud.api('POST /v1/me/deposits', { body, token: options.token ?? player.token, headers });
}

/** Starts a deposit and answers what a processor would say about it. */
async function startedDeposit(method: string = 'dana'): Promise<PaidDeposit & { depositId: string }> {
  const { body } = await expectStatus(startDeposit({ method, amountMinor }), 201);
  return { depositId: body.depositId, paymentReference: body.paymentReference, amountMinor, currency: body.currency };
}

const paidOf = ({ depositId: _id, ...paid }: PaidDeposit & { depositId: string }) => paid;
const balance = async () => (await cloud.api('GET /v1/me/balance', { token: player.token })).body.balanceMinor;
const stateOf = async (depositId: string) => {
  const { body } = await cloud.api('GET /v1/me/payments', { token: player.token });
  return body.payments.find((payment: { depositId: string }) => payment.depositId === depositId)?.state;
};

describe('a deposit', () => {
  it.each(methods)('by %s is confirmed by its processor, credited once and told by mail', async (method) => {
    const deposit = await startedDeposit(method);
    expect((await confirmPayment(cloud, method, paidOf(deposit))).status).toBe(202);
    await cloud.settle();
    expect(await balance()).toBe(amountMinor);
    expect(await stateOf(deposit.depositId)).toBe('confirmed');
    const mails = cloud.cloud.mail
      .mails({ to: player.email })
      .filter(({ text }) => text?.includes(deposit.paymentReference));
    expect(mails).toHaveLength(1);
  });

  it('records amount, time and method', async () => {
    const before = cloud.now().toISOString();
    await startedDeposit('mobile-banking');
    const { body } = await cloud.api('GET /v1/me/payments', { token: player.token });
    expect(body.payments[0]).toMatchObject({ amountMinor, currency: 'IDR', method: 'mobile-banking' });
    expect(body.payments[0].startedAt >= before).toBe(true);
  });

  it('by virtual account keeps transfer confirmation and bank details, sealed, with the account', async () => {
    const deposit = await startedDeposit('virtual-account');
    const bankAccount = { bankCode: 'BCA', accountNumber: '5210987654', holderName: 'WULAN KUSUMA' };
    await confirmPayment(cloud, 'virtual-account', { ...paidOf(deposit), bankAccount, transferConfirmation: 'VA-77' });
    const row = (await rowsOf(cloud, 'payments')).find(({ depositId }) => depositId === deposit.depositId);
    expect(row).toMatchObject({ pk: player.playerId, state: 'confirmed' });
    expect(row?.['bankAccount']).toBeInstanceOf(Uint8Array);
    expect(row?.['transferConfirmation']).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(row?.['bankAccount'] as Uint8Array).toString('latin1')).not.toContain('5210987654');
  });

  it('answers the same for the same key and body, and refuses another body', async () => {
    const key = randomUUID();
    const body = { method: 'dana', amountMinor };
    const first = await startDeposit(body, { key });
    const again = await startDeposit(body, { key });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    const other = await startDeposit({ ...body, amountMinor: amountMinor + 1 }, { key });
    expect(other.status).toBe(422);
    expect(other.body.type).toMatch(/idempotency-key-reused$/);
    const both = await Promise.all([
      startDeposit(body, { key: 'same-moment' }),
      startDeposit(body, { key: 'same-moment' }),
    ]);
    expect(both.map((answer) => answer.body.depositId)[0]).toBe(both[1].body.depositId);
  });

  it('takes a key as new after 24 hours', async () => {
    const key = randomUUID();
    const first = await startDeposit({ method: 'dana', amountMinor }, { key });
    cloud.turn({ hours: 24 });
    const token = (await logIn(cloud, player.email)).body.accessToken;
    const later = await startDeposit({ method: 'dana', amountMinor }, { key, token });
    expect(later.body.depositId).not.toBe(first.body.depositId);
  });

  it.each([
    ['negative', -5],
    ['zero', 0],
    ['fractional', 2_500_000.5],
    ['beyond 2^53', 2 ** 53 + 2],
    ['a string', '2500000'],
  ])('of a %s amount is refused', async (_name, wrong) => {
    expect((await startDeposit({ method: 'dana', amountMinor: wrong })).status).toBe(400);
  });

  it('below the minimum or above the maximum is refused', async () => {
    for (const wrong of [999_999, 5_000_000_001]) {
      const answer = await startDeposit({ method: 'dana', amountMinor: wrong });
      expect(answer.body.type).toMatch(/deposit-amount-refused$/);
    }
  });

  it('needs an idempotency key', async () => {
    const answer = await cloud.api('POST /v1/me/deposits', {
      body: { method: 'dana', amountMinor },
      token: player.token,
    });
    expect(answer.body.type).toMatch(/idempotency-key-missing$/);
  });

  it('looks expired after a day, and a later confirmation still credits the open account', async () => {
    const deposit = await startedDeposit();
    cloud.turn({ hours: 24 });
    player = { ...player, token: (await logIn(cloud, player.email)).body.accessToken };
    expect(await stateOf(deposit.depositId)).toBe('expired');
    await confirmPayment(cloud, 'dana', paidOf(deposit));
    expect(await balance()).toBe(amountMinor);
  });
});

describe('the list of payments', () => {
  it('is paged by a cursor, newest first, without gaps or repeats', async () => {
    const started: string[] = [];
    for (let count = 0; count < 5; count += 1) started.unshift((await startedDeposit()).depositId);
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 5; page += 1) {
      const query = cursor === '' ? 'limit=2' : `limit=2&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await cloud.api(`GET /v1/me/payments?${query}`, { token: player.token });
      seen.push(...body.payments.map(({ depositId }: { depositId: string }) => depositId));
      if (body.cursor === undefined) break;
      cursor = body.cursor;
    }
    expect(seen).toEqual(started);
  });

  it('never shows another player’s payments, whatever the cursor', async () => {
    await startedDeposit();
    const theirs = (await rowsOf(cloud, 'payments')).find(({ pk }) => pk === player.playerId);
    const other = await newPlayer(cloud);
    const cursor = encodeURIComponent(String(theirs?.['sk']));
    const { body } = await cloud.api(`GET /v1/me/payments?cursor=${cursor}`, { token: other.token });
    expect(body.payments).toEqual([]);
  });

  it('is empty for a new player', async () => {
    const { body } = await cloud.api('GET /v1/me/payments', { token: player.token });
    expect(body).toEqual({ payments: [] });
    expect(await balance()).toBe(0);
  });
});

describe('a webhook', () => {
  it.each([
    ['signed by another key', { signedBy: 'e-wallet' }],
    ['altered after signing', { tamper: (body: string) => body.replace('2500000', '9900000') }],
    ['older than five minutes', { timestampSeconds: -301 }],
    ['newer than five minutes', { timestampSeconds: 301 }],
  ])('%s is refused and changes nothing', async (_name, bend) => {
    const deposit = await startedDeposit();
    const shift =
      'timestampSeconds' in bend
        ? { timestampSeconds: Math.floor(cloud.now().getTime() / 1000) + bend.timestampSeconds }
        : {};
    const answer = await confirmPayment(cloud, 'dana', { ...paidOf(deposit), bend: { ...bend, ...shift } });
    expect(answer.status).toBe(401);
    expect(await balance()).toBe(0);
  });

  it('of an unknown processor is refused', async () => {
    expect((await sendWebhook(cloud, 'nobody', { payload: {}, bend: { signedBy: 'dana' } })).status).toBe(401);
  });

  it('delivered twice credits once', async () => {
    const deposit = await startedDeposit();
    const bend = { webhookId: `msg_${randomUUID()}`, timestampSeconds: Math.floor(cloud.now().getTime() / 1000) };
    const confirm = () => confirmPayment(cloud, 'dana', { ...paidOf(deposit), bend });
    const answers = await Promise.all([confirm(), confirm()]);
    expect(answers.map(({ status }) => status).filter((status) => status === 202).length).toBeGreaterThan(0);
    expect(await balance()).toBe(amountMinor);
  });

  it('under a used id with other content is a replay and refused', async () => {
    const [one, two] = [await startedDeposit(), await startedDeposit()];
    const bend = { webhookId: `msg_${randomUUID()}` };
    await confirmPayment(cloud, 'dana', { ...paidOf(one), bend });
    expect((await confirmPayment(cloud, 'dana', { ...paidOf(two), bend })).status).toBe(401);
    expect(await balance()).toBe(amountMinor);
  });

  it('under two ids for one deposit credits once', async () => {
    const deposit = await startedDeposit();
    await confirmPayment(cloud, 'dana', paidOf(deposit));
    await confirmPayment(cloud, 'dana', paidOf(deposit));
    expect(await balance()).toBe(amountMinor);
  });

  it.each([
    ['another amount', { amountMinor: 9_900_000 }],
    ['another currency', { currency: 'EUR' }],
  ])('with %s ends in a mismatch without credit', async (_name, change) => {
    const deposit = await startedDeposit();
    expect((await confirmPayment(cloud, 'dana', { ...paidOf(deposit), ...change })).status).toBe(202);
    expect(await stateOf(deposit.depositId)).toBe('mismatch');
    expect(await balance()).toBe(0);
  });

  it('of a processor that is not the deposit’s credits nothing', async () => {
    const deposit = await startedDeposit('dana');
    expect((await confirmPayment(cloud, 'e-wallet', paidOf(deposit))).status).toBe(202);
    expect(await balance()).toBe(0);
  });

  it('keeps no full payment credential, whatever the processor sends', async () => {
    const deposit = await startedDeposit();
    const data = { ...paidOf(deposit), confirmedAt: cloud.now().toISOString() };
    const payload = {
      type: 'payment.confirmed',
      card: { number: '4111111111111111', cvv: '123' },
      data: { ...data, transferConfirmation: 'card 4111 1111 1111 1111', pan: '4111111111111111' },
    };
    expect((await sendWebhook(cloud, 'dana', { payload })).status).toBe(202);
    const row = (await rowsOf(cloud, 'payments')).find(({ depositId }) => depositId === deposit.depositId);
    expect(row).toMatchObject({ state: 'confirmed' });
    expect(row).not.toHaveProperty('transferConfirmation');
    expect(row).not.toHaveProperty('pan');
    expect(await balance()).toBe(amountMinor);
  });

  it('without a deposit keeps no card number either, not even under its seal', async () => {
    const transferConfirmation = 'card 4111 1111 1111 1111';
    const bankAccount = { bankCode: 'BCA', accountNumber: '5210987654', holderName: 'WULAN 4111111111111111' };
    const paid = { paymentReference: 'y'.repeat(26), amountMinor, currency: 'IDR', transferConfirmation, bankAccount };
    expect((await confirmPayment(cloud, 'dana', paid)).status).toBe(202);
    const rows = (await rowsOf(cloud, 'payments')).filter(({ pk }) => String(pk).startsWith('unmatched#'));
    const opened = await Promise.all(rows.map(openUnmatched));
    const kept = opened.find((text) => text.includes(paid.paymentReference)) ?? '';
    expect(JSON.parse(kept)).toMatchObject({ data: { amountMinor, transferConfirmation: '' } });
    expect(kept).not.toContain('1111');
  });

  it('without a deposit is kept sealed, tried again for a day, then parked with an alarm', async () => {
    const paid = { paymentReference: 'z'.repeat(26), amountMinor, currency: 'IDR' };
    expect((await confirmPayment(cloud, 'dana', paid)).status).toBe(202);
    const waiting = async () =>
      (await rowsOf(cloud, 'payments')).filter(({ pk }) => String(pk).startsWith('unmatched#'));
    expect((await waiting()).some(({ confirmation }) => confirmation instanceof Uint8Array)).toBe(true);
    await cloud.cloud.fireSchedule('unmatched');
    await cloud.settle();
    expect((await waiting()).length).toBeGreaterThan(0);
    cloud.turn({ hours: 25 });
    await cloud.cloud.fireSchedule('unmatched');
    await cloud.settle();
    expect(await waiting()).toEqual([]);
    expect(
      (await rowsOf(cloud, 'payments')).filter(({ pk }) => String(pk).startsWith('parked#')).length,
    ).toBeGreaterThan(0);
    const logs = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    expect(logs.join('\n')).toContain('WEBHOOK_EVENT_PARKED');
  });

  it('that is authentic but makes no sense is refused with the rule', async () => {
    expect((await sendWebhook(cloud, 'dana', { payload: { type: 'other' } })).status).toBe(400);
  });
});

/** Opens a waiting confirmation as staff will one day: with the day's key. */
async function openUnmatched(row: Record<string, unknown>): Promise<string> {
  const key = (await rowsOf(cloud, 'keys')).find(({ pk, sk }) => pk === row['sealSubject'] && sk === 'financial');
  const subjectId = String(row['sealSubject']);
  const kms = new KMSClient(cloud.cloud.clientSettings());
  const EncryptionContext = { subject: subjectId, class: 'financial' };
  const CiphertextBlob = key?.['wrappedKey'] as Uint8Array;
  const { Plaintext } = await kms.send(
    new DecryptCommand({ KeyId: String(key?.['kmsKeyArn']), CiphertextBlob, EncryptionContext }),
  );
  kms.destroy();
  const opened = { subjectId, keyClass: 'financial', key: createSecretKey(Plaintext!) } as const;
  const place = { field: 'unmatchedConfirmation', recordId: String(row['webhookId']) } as const;
  return collectUnsealings(
    () => undefined,
    async () => unsealField(opened, place, row['confirmation'] as Uint8Array),
  );
}

/** Delivers one confirmation of a schedule as processors do: what was not taken (409, 503) comes again. */
async function deliver(deposit: PaidDeposit & { depositId: string }, kind: string): Promise<void> {
  const paid = paidOf(deposit);
  const bend = { webhookId: `msg_${randomUUID()}`, timestampSeconds: Math.floor(cloud.now().getTime() / 1000) };
  const send = async () => {
    if (kind === 'forged') return confirmPayment(cloud, 'dana', { ...paid, bend: { ...bend, signedBy: 'e-wallet' } });
    const amount = kind === 'wrong-amount' ? amountMinor + 1 : amountMinor;
    return confirmPayment(cloud, 'dana', { ...paid, amountMinor: amount, bend });
  };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const answers = await Promise.all(kind === 'repeated' ? [send(), send()] : [send()]);
    if (answers.every(({ status }) => status === 202 || status === 401)) return;
  }
  throw new Error('The confirmation was never taken');
}

describe('the ledger', () => {
  it('credits each deposit once after any schedule of confirmations, whatever comes twice, late or wrong', async () => {
    const kinds = fc.array(fc.constantFrom('right', 'repeated', 'wrong-amount', 'forged'), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { minLength: 3, maxLength: 3 }), async (schedules) => {
        player = await newPlayer(cloud);
        const deposits = await Promise.all(schedules.map(() => startedDeposit()));
        // The deposits of one wallet are confirmed at the same time, each in the order of its own schedule.
        await Promise.all(
          schedules.map(async (schedule, index) => {
            for (const kind of schedule) await deliver(deposits[index]!, kind);
          }),
        );
        const firsts = schedules.map((schedule) => schedule.find((kind) => kind !== 'forged'));
        const credits = firsts.filter((kind) => kind === 'right' || kind === 'repeated').length;
        expect(await balance()).toBe(credits * amountMinor);
        const { all, differences } = await ledgerSums(cloud);
        expect({ all, wrong: differences.filter((difference) => difference !== 0) }).toEqual({ all: 0, wrong: [] });
      }),
      { numRuns: 5 },
    );
  });

  it('adds up to zero, and every balance is the sum of its entries', async () => {
    const sums = await ledgerSums(cloud);
    expect(sums.entries).toBeGreaterThan(0);
    expect(sums.all).toBe(0);
    expect(sums.differences.every((difference) => difference === 0)).toBe(true);
  });

  it('holds no personal field', async () => {
    const members = new Set((await rowsOf(cloud, 'wallets')).flatMap((row) => Object.keys(row)));
    expect([...members].toSorted()).toEqual(
      ['amountMinor', 'at', 'balanceMinor', 'causeId', 'currency', 'pk', 'schemaVersion', 'sk', 'version'].toSorted(),
    );
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
