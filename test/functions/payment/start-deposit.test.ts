import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { depositSeconds } from '#domain/payment/deposit.ts';
import { handler as startDeposit } from '#functions/payment/start-deposit.ts';
import { limitBeforeProof } from '#functions/payment/limit-before-proof.ts';
import { documentClient } from '#stores/clients.ts';
import { openDeposits } from '#stores/deposits.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { openSessions } from '#stores/sessions.ts';
import { openAccount, startRegistration } from '#test/support/announced-people.ts';
import { approvedPlayer, writeAll } from '#test/support/approved-review.ts';
import { callRoute } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const most = jurisdictionOf('ID').depositMaxBeforeProof.value?.amountMinor ?? 0;
/** Long enough ago that what was started then has run out. */
const dayBefore = () => new Date(Date.now() - depositSeconds * 1000);

beforeEach(() => services.reset());

const newAccount = async () => openAccount(await startRegistration());

/** Asks for a deposit as a client does; every time with another session, which is as good as the same. */
async function deposit(playerId: string, amountMinor: number, now = new Date()) {
  const { accessToken, write } = openSessions().open(playerId, { deviceKind: 'other' }, new Date());
  if (write.Put) await documentClient().send(new PutCommand(write.Put));
  const body = { method: 'dana', amountMinor };
  return callRoute(startDeposit, { now, accessToken, body, idempotencyKey: randomUUID() });
}

const depositsOf = async (playerId: string) =>
  (await openDeposits().page(playerId, { limit: 50 })).deposits.map(({ amountMinor }) => amountMinor);

/** A deposit of some time ago, in whatever state. */
async function earlierDeposit(playerId: string, amountMinor: number, state: 'confirmed' | 'awaiting-payment') {
  const terms = { playerId, depositId: randomUUID(), paymentReference: randomUUID(), processor: 'dana' };
  const rest = { isFirst: false, method: 'dana', amountMinor, currency: 'IDR' } as const;
  const started = openDeposits().starting({ ...terms, ...rest }, dayBefore());
  await writeAll(started.writes);
  if (state === 'confirmed') await writeAll([openDeposits().settling(started.deposit, { state }, dayBefore())]);
}

describe('before identity is proved', () => {
  test('deposits may come to the most of the jurisdiction, and not to more', async () => {
    const playerId = await newAccount();
    expect((await deposit(playerId, most - 1_000_000)).status).toBe(201);
    const refusal = await deposit(playerId, 1_000_001);
    expect(refusal).toMatchObject({ status: 403, body: { title: 'Identity must be proved before more is deposited' } });
    expect(String(refusal.body['detail'])).toContain('Send an identity document to prove who you are.');
    expect((await deposit(playerId, 1_000_000)).status).toBe(201);
    expect((await deposit(playerId, 1_000_000)).status).toBe(403);
  });

  test('what was paid counts for good, and what nobody paid in time does not', async () => {
    const playerId = await newAccount();
    await earlierDeposit(playerId, most, 'awaiting-payment');
    await earlierDeposit(playerId, most - 2_000_000, 'confirmed');
    expect((await deposit(playerId, 2_000_001)).status).toBe(403);
    expect((await deposit(playerId, 2_000_000)).status).toBe(201);
  });

  test('of two deposits at once that are too much together, one is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const playerId = await newAccount();
      const answers = await Promise.all([1, 2].map(() => deposit(playerId, most - 1_000_000)));
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '403']);
      expect(await depositsOf(playerId)).toEqual([most - 1_000_000]);
    }
  });

  test('deposits at once that are little enough together are all taken', async () => {
    const playerId = await newAccount();
    const answers = await Promise.all(Array.from({ length: 8 }, () => deposit(playerId, 1_000_000)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  });

  test('many at once never come to more than the most', async () => {
    const playerId = await newAccount();
    const answers = await Promise.all(Array.from({ length: 8 }, () => deposit(playerId, most / 4)));
    const taken = await depositsOf(playerId);
    expect(taken).toHaveLength(answers.filter(({ status }) => status === 201).length);
    expect(taken.length).toBeLessThanOrEqual(4);
  });

  test('somebody with more deposits than are read must prove identity first', async () => {
    let pages = 0;
    const page = async () => {
      pages += 1;
      return { deposits: [], cursor: 'more' };
    };
    const stores = { deposits: { page }, reviews: openReviews() };
    const caller = { playerId: 'nobody', jurisdiction: 'ID' };
    const wallet = { depositedMinor: 0 };
    const asked = { caller, wallet, amountMinor: 1_000_000, currency: 'IDR', now: new Date() } as const;
    expect(await limitBeforeProof(stores, asked)).toMatchObject({ problem: 'deposit-limit-before-proof' });
    expect(pages).toBe(5);
  });
});

describe('once identity is proved', () => {
  test('deposits are bounded one by one only', async () => {
    const { playerId } = await approvedPlayer('2099-12-31');
    for (let round = 0; round < 2; round += 1) expect((await deposit(playerId, most)).status).toBe(201);
  });

  test('and the document has run out, the limit holds again', async () => {
    const { playerId } = await approvedPlayer('2020-12-31');
    expect((await deposit(playerId, most)).status).toBe(201);
    expect((await deposit(playerId, 1_000_000)).status).toBe(403);
  });
});
