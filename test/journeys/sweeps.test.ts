import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '#local/faults/fault-plan.ts';
import { stageNames } from '#test/support/attempts.ts';
import { openBreachDesk } from '#test/support/breach-desk.ts';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rest } from '#test/support/faults.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { eicarTestFile } from '#test/support/malware.ts';
import { joined } from '#test/support/picture-files.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { confirmPayment } from '#test/support/processor.ts';
import { giveNumber, sendDocument } from '#test/support/review-desk.ts';
import { tableName } from '#test/support/staff.ts';
import { announcing, post, type OfferedUpload } from '#test/support/uploads.ts';

const amountMinor = 2_500_000;
let cloud: TestCloud;
let operator: DynamoDBDocumentClient;
beforeAll(async () => {
  cloud = await startTestCloud();
  operator = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
});
afterAll(async () => {
  operator.destroy();
  await cloud[Symbol.asyncDispose]();
});

/** Does something while a function is broken, until everybody has given up on it. */
async function whileBroken(fault: Fault, act: () => Promise<unknown>): Promise<void> {
  cloud.cloud.faults.lay([fault]);
  await act();
  await rest(cloud);
  cloud.cloud.faults.clear();
}

async function afterMinutes(minutes: number): Promise<void> {
  cloud.turn({ minutes });
  await rest(cloud);
}

const close = ({ token }: TestPlayer) => closeForGood(cloud, token);
const accountOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
const walletIdOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'wallet')?.['walletId'];

async function startDeposit({ token }: TestPlayer): Promise<{ paymentReference: string; currency: string }> {
  const headers = { 'idempotency-key': randomUUID() };
  const body = { method: 'virtual-account', amountMinor };
  return (await expectStatus(cloud.api('POST /v1/me/deposits', { token, body, headers }), 201)).body;
}

const pay = ({ paymentReference, currency }: { paymentReference: string; currency: string }) =>
  expectStatus(
    confirmPayment(cloud, 'virtual-account', {
      paymentReference,
      currency,
      amountMinor,
      bankAccount: { bankCode: 'BCA', accountNumber: '5210987654', holderName: 'WULAN KUSUMA' },
    }),
    202,
  );

async function upload({ token }: TestPlayer, ending: Uint8Array = new Uint8Array()): Promise<string> {
  const picture = joined(await (await openIndependentCodec()).encodeJpeg(somePixels(64, 40)), ending);
  const body = announcing(picture, 'image/jpeg');
  const offered: OfferedUpload = (await expectStatus(cloud.api('POST /v1/me/kyc/documents', { token, body }), 201))
    .body;
  expect((await post(offered.upload, picture)).status).toBe(204);
  return offered.documentId;
}

const screeningOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'kyc')).find(({ pk, sk }) => pk === playerId && sk === 'screening');

describe('what was missed is made good', () => {
  it('by the sweep of announcements, when the relay was broken: closure, its mail, its expiry, a breach notice, a comparison', async () => {
    const broken = { kind: 'fail-before', functionName: 'outbox-relay', action: 'sqs:SendMessageBatch' } as const;
    const player = await newPlayer(cloud, { language: 'en' });
    const witness = await newPlayer(cloud, { language: 'en' });
    const desk = await openBreachDesk(cloud);
    await sendDocument(cloud, witness);
    const compared = async () => (await screeningOf(witness))?.['screenedAt'];
    const comparedBefore = await compared();
    const scope = { kind: 'people', playerIds: [witness.playerId] };
    const { body } = await desk.draft({ scope, awareAt: cloud.now().toISOString() });
    await cloud.settle();
    await expectStatus(desk.approve(body.breachId), 200);
    cloud.cloud.faults.lay([broken]);
    await giveNumber(cloud, witness);
    await expectStatus(desk.notify(body.breachId), 202);
    await close(player);
    for (let round = 0; round < 4; round += 1) await afterMinutes(6);
    cloud.cloud.faults.clear();
    for (let round = 0; round < 2; round += 1) await afterMinutes(11);
    expect(await accountOf(player)).toMatchObject({ state: 'closed', expiresAtSeconds: expect.any(Number) });
    const closed = cloud.cloud.mail.mails({ to: player.email }).filter(({ subject }) => /is closed/i.test(subject));
    expect(closed).toHaveLength(1);
    const told = cloud.cloud.mail.mails({ to: witness.email }).filter(({ text }) => /taken between/.test(text ?? ''));
    expect(told).toHaveLength(1);
    expect(comparedBefore).toBeDefined();
    expect(await compared()).not.toBe(comparedBefore);
  });

  it('by the retry of confirmations, when money came before its deposit was visible', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const deposit = await startDeposit(player);
    const TableName = tableName(cloud, 'payments');
    const reference = (await rowsOf(cloud, 'payments')).find(
      ({ pk }) => pk === `reference#${deposit.paymentReference}`,
    );
    await operator.send(new DeleteCommand({ TableName, Key: { pk: reference?.['pk'], sk: reference?.['sk'] } }));
    await pay(deposit);
    expect((await cloud.api('GET /v1/me/balance', { token: player.token })).body.balanceMinor).toBe(0);
    await operator.send(new PutCommand({ TableName, Item: reference }));
    await afterMinutes(6);
    expect((await cloud.api('GET /v1/me/balance', { token: player.token })).body.balanceMinor).toBe(amountMinor);
  });

  it('by the sweep of slots, when the message of an upload was lost', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    cloud.cloud.faults.lay([{ kind: 'fail-before', functionName: 'kyc-take-in' }]);
    const documentId = await upload(player);
    await cloud.settle();
    cloud.cloud.faults.clear();
    const queue = new SQSClient(cloud.cloud.clientSettings());
    await queue.send(new PurgeQueueCommand({ QueueUrl: stageNames(cloud.cloud).get('QUEUE_KYC_INTAKE') }));
    queue.destroy();
    await afterMinutes(16);
    const token = (await logIn(cloud, player.email)).body.accessToken;
    const { body } = await cloud.api('GET /v1/me/kyc', { token });
    expect(body.documents).toMatchObject([{ documentId, state: 'in-review' }]);
  });

  it.each([
    ['a threat', {}, 16, 'malware'],
    ['nothing, because nobody could tag it', { kind: 'throttle', functionName: 'GuardDuty' }, 71, 'not-scannable'],
  ] as const)(
    'by the sweep of slots, which never goes around the scan, when it had said %s',
    async (...[, fault, minutes, reason]) => {
      const player = await newPlayer(cloud, { language: 'en' });
      const broken = { kind: 'fail-before', functionName: 'kyc-take-in' } as const;
      cloud.cloud.faults.lay('kind' in fault ? [broken, { ...fault, action: 's3:PutObjectTagging' }] : [broken]);
      const documentId = await upload(player, eicarTestFile());
      await cloud.settle();
      cloud.cloud.faults.clear();
      const queue = new SQSClient(cloud.cloud.clientSettings());
      await queue.send(new PurgeQueueCommand({ QueueUrl: stageNames(cloud.cloud).get('QUEUE_KYC_INTAKE') }));
      queue.destroy();
      await afterMinutes(minutes);
      const token = (await logIn(cloud, player.email)).body.accessToken;
      const { body } = await cloud.api('GET /v1/me/kyc', { token });
      expect(body.documents).toMatchObject([{ documentId, state: 'refused', refusal: { reason } }]);
    },
  );

  it('by the nightly sweep, when nobody stamped the rows of a closed account: nothing of them is left', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    await upload(player);
    const body = { identityNumber: '3171011506900042' };
    await expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token: player.token, body }), 204);
    await pay(await startDeposit(player));
    await cloud.settle();
    // The money is paid out: what a withdrawal will do.
    const Key = { pk: await walletIdOf(player), sk: 'wallet' };
    const UpdateExpression = 'SET balanceMinor = :nothing';
    const ExpressionAttributeValues = { ':nothing': 0 };
    const TableName = tableName(cloud, 'wallets');
    await operator.send(new UpdateCommand({ TableName, Key, UpdateExpression, ExpressionAttributeValues }));
    await whileBroken({ kind: 'fail-before', functionName: 'stamp-expiry' }, () => close(player));
    await afterMinutes(24 * 60);
    cloud.turn({ days: 5 * 366 + 8 });
    await cloud.cloud.fireSchedule('retention');
    await rest(cloud);
    for (const table of ['players', 'sessions', 'kyc', 'payments', 'keys', 'credentials']) {
      expect((await rowsOf(cloud, table)).filter(({ pk }) => pk === player.playerId)).toEqual([]);
    }
    const logs = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    expect(logs.join('\n')).toContain('CLOSED_ROWS_WITHOUT_EXPIRY');
  });

  it('without a denial and without a defect of the cloud', () => {
    expect(cloud.cloud.denials()).toEqual([]);
    expect(cloud.cloud.defects).toEqual([]);
  });
});
