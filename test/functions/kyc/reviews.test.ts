import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { handler as claimReview } from '#functions/kyc/claim-review.ts';
import { handler as decideReview } from '#functions/kyc/decide-review.ts';
import { handler as showReview } from '#functions/kyc/show-review.ts';
import { handler as viewDocument } from '#functions/kyc/view-document.ts';
import { documentClient } from '#stores/clients.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { isEnvelope, unsealField } from '#stores/sealing.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { reviewCase } from '#test/support/review-case.ts';
import {
  callAsStaff,
  newRegisteredStaff,
  newReviewedPlayer,
  reviewedValues,
  serveRoutesOf,
  type RegisteredStaff,
  type ReviewedPlayer,
} from '#test/support/reviewed-player.ts';

const services = await openHandlerServices();
const now = () => new Date(services.clock.now());
const reviewer = await newRegisteredStaff(['kyc-reviewer']);
const compliance = await newRegisteredStaff(['compliance']);

beforeEach(() => {
  services.reset();
  serveRoutesOf('staff');
});
afterAll(() => serveRoutesOf('player'));

const claim = (by: RegisteredStaff, { playerId }: ReviewedPlayer) =>
  callAsStaff(claimReview, by, { now: now(), playerId });
const show = (by: RegisteredStaff, { playerId }: ReviewedPlayer) =>
  callAsStaff(showReview, by, { now: now(), playerId, query: reviewCase });
const view = (by: RegisteredStaff, { playerId, documentId }: ReviewedPlayer) =>
  callAsStaff(viewDocument, by, { now: now(), playerId, body: { documentId, ...reviewCase } });
const decide = (by: RegisteredStaff, { playerId }: ReviewedPlayer, body: object) =>
  callAsStaff(decideReview, by, { now: now(), playerId, body });

async function claimed(signals: Parameters<typeof newReviewedPlayer>[1] = []) {
  const player = await newReviewedPlayer(now(), signals);
  const { body } = await claim(reviewer, player);
  services.reset();
  return { player, approval: { version: body['version'], outcome: 'approve', documentExpiresOn: '2035-01-31' } };
}

const rowOf = async (playerId: string, sk: string) =>
  (await services.scan('kyc')).find((row) => row['pk'] === playerId && row['sk'] === sk);
const eventsOf = async ({ playerId }: ReviewedPlayer) =>
  (await services.scan('outbox')).filter(({ subjectId }) => subjectId === playerId);
const actionsOf = async (nounId: string) =>
  (await services.scan('evidence')).filter(({ pk }) => String(pk).endsWith(`#${nounId}`)).map(({ action }) => action);

describe('the values to compare', () => {
  test('are opened only after the audit row is in its table, and named in one coded event', async () => {
    const { player } = await claimed();
    const { status, body } = await show(reviewer, player);
    expect(status).toBe(200);
    expect(body['values']).toEqual(reviewedValues);
    const written = services.calls.indexOf('dynamodb:TransactWriteItems');
    expect(written).toBeGreaterThanOrEqual(0);
    expect(services.calls.indexOf('kms:Decrypt')).toBeGreaterThan(written);
    const opened = services.logs.find((line) => line.includes('FIELDS_UNSEALED'));
    for (const field of ['fullName', 'birthDate', 'identityNumber']) expect(opened).toContain(field);
    for (const value of Object.values(reviewedValues)) expect(services.logs.join('\n')).not.toContain(value);
  });

  test('stay closed when the audit row cannot be written', async () => {
    const { player } = await claimed();
    services.meddle = (_, operation) => (operation === 'dynamodb:TransactWriteItems' ? 'crash-before' : 'none');
    const { status, body } = await show(reviewer, player);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain(reviewedValues.fullName);
    expect(services.calls).not.toContain('kms:Decrypt');
  });

  test('are of the claim holder: compliance sees the same review without them', async () => {
    const { player } = await claimed();
    const { status, body } = await show(compliance, player);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'in-review', claim: { staffId: reviewer.staffId } });
    expect(body).not.toHaveProperty('values');
    expect(services.calls).not.toContain('kms:Decrypt');
  });
});

describe('a decision', () => {
  test('keeps what outlives the account, sealed under the kyc key and readable with it', async () => {
    const { player, approval } = await claimed();
    expect((await decide(reviewer, player, approval)).status).toBe(200);
    const row = await rowOf(player.playerId, 'due-diligence');
    expect(row).toMatchObject({ reviewers: [reviewer.staffId], documentKinds: ['identity-document'] });
    const key = await openSubjectKeys().open(player.playerId, 'kyc', now());
    const opened = await collectUnsealings(
      () => undefined,
      async () =>
        (['verifiedName', 'verifiedBirthDate', 'identityNumber'] as const).map((field) => {
          const sealed = row?.[field] as Uint8Array;
          expect(isEnvelope(sealed)).toBe(true);
          return unsealField(key, { field, recordId: player.playerId }, sealed);
        }),
    );
    expect(opened).toEqual(Object.values(reviewedValues));
  });

  test('of two at once takes effect once', async () => {
    const { player, approval } = await claimed();
    const refusal = { version: approval.version, outcome: 'refuse', reason: 'not-genuine' };
    const answers = await Promise.all([decide(reviewer, player, approval), decide(reviewer, player, refusal)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect(await eventsOf(player)).toHaveLength(1);
  });

  test('whose answer was lost is one decision, and its repetition is refused', async () => {
    const { player, approval } = await claimed();
    services.meddle = (_, operation) => (operation === 'dynamodb:TransactWriteItems' ? 'crash-after' : 'none');
    expect((await decide(reviewer, player, approval)).status).toBe(500);
    services.reset();
    const again = await decide(reviewer, player, approval);
    expect(again).toMatchObject({ status: 409 });
    expect(String(again.body['type'])).toContain('review-state-refused');
    expect(await eventsOf(player)).toHaveLength(1);
    expect(await rowOf(player.playerId, 'due-diligence')).toBeDefined();
  });

  test('survives a throttle of every first call', async () => {
    const { player, approval } = await claimed();
    const met = new Set<string>();
    services.meddle = (_, operation) => {
      if (met.has(operation)) return 'none';
      met.add(operation);
      return 'throttle';
    };
    expect((await decide(reviewer, player, approval)).status).toBe(200);
    expect(await eventsOf(player)).toHaveLength(1);
  });

  test('that fails changes nothing at all', async () => {
    const { player, approval } = await claimed();
    services.meddle = (_, operation) => (operation === 'dynamodb:TransactWriteItems' ? 'crash-before' : 'none');
    expect((await decide(reviewer, player, approval)).status).toBe(500);
    expect(await rowOf(player.playerId, 'review')).toMatchObject({ state: 'in-review', waitingBand: 'ordinary' });
    expect(await rowOf(player.playerId, `document#${player.documentId}`)).toMatchObject({ state: 'in-review' });
    expect(await rowOf(player.playerId, 'due-diligence')).toBeUndefined();
    expect(await eventsOf(player)).toEqual([]);
  });

  test('beside a closure loses: the account is checked in the same transaction', async () => {
    const { player, approval } = await claimed();
    let closed = false;
    services.meddle = (_, operation) => {
      // The account was read as open; it closes before the decision is written.
      if (operation !== 'dynamodb:Query' || closed) return 'none';
      closed = true;
      setAccountState(player.playerId, 'closing');
      return 'none';
    };
    expect(await decide(reviewer, player, approval)).toMatchObject({ status: 409 });
    expect(closed).toBe(true);
    expect(await eventsOf(player)).toEqual([]);
    expect(await rowOf(player.playerId, 'review')).toMatchObject({ state: 'in-review' });
  });

  test('that proposes writes no letter, no document and no due-diligence set', async () => {
    const { player, approval } = await claimed(['screening-error']);
    const { body } = await decide(reviewer, player, approval);
    expect(body).toMatchObject({ outcome: 'awaiting-second-reviewer', state: 'in-review' });
    expect(await eventsOf(player)).toEqual([]);
    expect(await rowOf(player.playerId, `document#${player.documentId}`)).toMatchObject({ state: 'in-review' });
    expect(await rowOf(player.playerId, 'due-diligence')).toBeUndefined();
    expect(await actionsOf(player.playerId)).toContain('review-proposed');
  });
});

/** Changes the account in the engine itself, between two calls of a handler. */
function setAccountState(playerId: string, state: string): void {
  void services.dynamodb.handle('UpdateItem', {
    TableName: 'players',
    Key: { pk: { S: playerId }, sk: { S: 'account' } },
    UpdateExpression: 'SET #state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': { S: state } },
  });
}

describe('a link', () => {
  test('is signed after its audit row, by nobody whose row failed', async () => {
    const { player } = await claimed();
    const { status, body } = await view(reviewer, player);
    expect(status).toBe(201);
    expect(new URL(String(body['url'])).searchParams.get('X-Amz-Expires')).toBe('60');
    expect(await actionsOf(player.documentId)).toEqual(['document-viewed']);
    services.meddle = (_, operation) => (operation === 'dynamodb:TransactWriteItems' ? 'crash-before' : 'none');
    const failed = await view(reviewer, player);
    expect(failed.status).toBe(500);
    expect(failed.body).not.toHaveProperty('url');
  });

  test('is not made once the kyc key has ended, nor for a document that was refused', async () => {
    const { player } = await claimed();
    await endKycKey(player.playerId);
    expect((await view(compliance, player)).status).toBe(404);
    const other = await claimed();
    await documentClient().send(
      new UpdateCommand({
        TableName: 'kyc',
        Key: { pk: other.player.playerId, sk: `document#${other.player.documentId}` },
        UpdateExpression: 'SET #state = :refused',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':refused': 'refused' },
      }),
    );
    expect((await view(reviewer, other.player)).status).toBe(404);
  });
});

async function endKycKey(playerId: string): Promise<void> {
  const { Update } = openSubjectKeys().ending(playerId, 'kyc', now());
  if (Update?.UpdateExpression === undefined) throw new Error('Ending a key is an update');
  await documentClient().send(new UpdateCommand({ ...Update, UpdateExpression: Update.UpdateExpression }));
}

describe('the own account', () => {
  test('is refused by its blind index, whatever the role', async () => {
    const { player, approval } = await claimed();
    const own = await newRegisteredStaff(['kyc-reviewer', 'compliance', 'auditor'], player.emailIndex);
    const answers = [
      await show(own, player),
      await claim(own, player),
      await view(own, player),
      await decide(own, player, approval),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(403);
      expect(String(body['type'])).toContain('own-account');
    }
  });
});
