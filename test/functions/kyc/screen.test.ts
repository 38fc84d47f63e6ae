import { S3Client } from '@aws-sdk/client-s3';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isProved } from '#domain/kyc/review.ts';
import { followersOf } from '#domain/notification/event-type.ts';
import { handler as reviewScreening } from '#functions/kyc/review-screening.ts';
import { handler as screenWithList, screen } from '#functions/kyc/screen.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openIdentities } from '#stores/kyc/identities.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { openRemoteScreening } from '#stores/kyc/screening-remote.ts';
import { openScreenings } from '#stores/kyc/screenings.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { callRoute } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { deliverAgain, screenedPlayer } from '#test/support/screened-players.ts';
import { listFile, oddAnswers, putList, removeList, startFakeService } from '#test/support/screening.ts';

const services = await openHandlerServices();
const storage = new S3Client({});
const bucket = process.env['BUCKET_SCREENING_LISTS'] ?? '';
const fake = await startFakeService();
const now = () => new Date(services.clock.now());
const hash = `v1.${'s'.repeat(43)}`;
const reviews = openReviews();
const screenings = openScreenings();
const nobody = { name: 'Zyx Qwrtp' };

const screenWithService = screen({
  identities: openIdentities(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews,
  screenings,
  service: openRemoteScreening({ url: fake.url, dataset: 'fraud', timeoutMilliseconds: 300 }),
});

beforeEach(() => {
  services.reset();
  Object.assign(fake, { mode: 'well', people: [], received: [] });
});
afterAll(() => fake.close());

const bring = (...people: Parameters<typeof listFile>[0]) => putList(storage, bucket, listFile(people));
const screened = async (subjectId: string) => {
  expect(await deliverAgain(screenWithList, { eventId: newId(), subjectId })).toBe(true);
  return { screening: await screenings.find(subjectId), review: await reviews.find(subjectId) };
};
const auditOf = async (playerId: string) =>
  (await services.scan('evidence')).filter(
    ({ pk, action }) => pk === `player#${playerId}` && String(action).includes('screen'),
  );
const said = (code: string) => services.logs.filter((line) => line.includes(`"code":"${code}"`));

describe('an accepted document', () => {
  test('has its player compared, besides the mail', () => {
    expect(followersOf('document-accepted')).toEqual(['notification', 'kyc-screening']);
    expect(followersOf('identity-number-recorded')).toEqual(['kyc-screening']);
  });
});

describe('comparing a player', () => {
  test.each([
    ['nobody', [nobody], 'no-hit', []],
    ['somebody with the same name', [{ name: 'SANTOSO, Budi' }], 'possible', ['screening-possible']],
    ['somebody with the same ID number', [{ ...nobody, identityHash: hash }], 'confirmed', ['screening-confirmed']],
  ] as const)('with a list that names %s', async (...[, people, outcome, signals]) => {
    const listVersion = await bring(...people);
    const playerId = await screenedPlayer(now(), { identityHash: hash });
    const { screening, review } = await screened(playerId);
    expect(screening).toMatchObject({ outcome, listVersion, screenedAt: expect.any(String) });
    expect(review).toMatchObject({ state: 'in-review', signals, version: 2 });
    expect(await auditOf(playerId)).toMatchObject([
      { action: 'player-screened', subjectId: playerId, context: { outcome, listVersion } },
    ]);
    expect(said('SCREENING_HIT')).toEqual([]);
  });

  test('without a list is an error, asks for two reviewers, and is not tried again until there is one', async () => {
    await removeList(storage, bucket);
    const playerId = await screenedPlayer(now());
    const { screening, review } = await screened(playerId);
    expect(screening).toMatchObject({ outcome: 'error', score: 0 });
    expect(screening?.listVersion).toBeUndefined();
    expect(review?.signals).toEqual(['screening-error']);
    expect(said('SCREENING_FAILED')).toHaveLength(1);
  });

  test('who has closed the account, is closing it, or never was, does nothing', async () => {
    await bring(nobody);
    for (const state of ['closing', 'closed']) {
      const playerId = await screenedPlayer(now());
      await documentClient().send(
        new UpdateCommand({
          TableName: 'players',
          Key: { pk: playerId, sk: 'account' },
          UpdateExpression: 'SET #state = :state',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':state': state },
        }),
      );
      expect((await screened(playerId)).screening).toBeUndefined();
    }
    expect((await screened(newId())).screening).toBeUndefined();
  });

  test('leaves no name, date or number in a log or a row', async () => {
    await bring({ name: 'Budi Santoso' });
    const playerId = await screenedPlayer(now(), { identityHash: hash });
    const { screening } = await screened(playerId);
    expect(JSON.stringify([services.logs, screening, await auditOf(playerId)])).not.toMatch(
      /Santoso|1990-01-01|v1\.s/i,
    );
    expect(said('FIELDS_UNSEALED')).toHaveLength(1);
  });

  test('that changes nothing leaves the review as its reviewer saw it', async () => {
    await bring(nobody);
    const playerId = await screenedPlayer(now(), { review: { signals: [] } });
    expect((await screened(playerId)).review?.version).toBe(1);
  });
});

describe('a source that does not answer as agreed', () => {
  test.each(oddAnswers)('(%s) is an error that is tried three times and then stays', async (mode) => {
    fake.mode = mode;
    const playerId = await screenedPlayer(now());
    const message = { subjectId: playerId };
    for (const receiveCount of [1, 2])
      expect(await deliverAgain(screenWithService, message, { receiveCount })).toBe(false);
    expect(await screenings.find(playerId)).toMatchObject({ outcome: 'error' });
    expect(await deliverAgain(screenWithService, message, { receiveCount: 3 })).toBe(true);
    expect(await screenings.find(playerId)).toMatchObject({ outcome: 'error' });
    expect(await reviews.find(playerId)).toMatchObject({ signals: ['screening-error'] });
  });

  test('and then does, has the player compared after all', async () => {
    fake.mode = 'server-error';
    const playerId = await screenedPlayer(now());
    expect(await deliverAgain(screenWithService, { subjectId: playerId })).toBe(false);
    fake.mode = 'well';
    expect(await deliverAgain(screenWithService, { subjectId: playerId }, { receiveCount: 2 })).toBe(true);
    expect(await reviews.find(playerId)).toMatchObject({ signals: [] });
  });

  test('takes no earlier hit away', async () => {
    fake.mode = 'server-error';
    const playerId = await screenedPlayer(now(), { review: { signals: ['screening-possible'] } });
    await deliverAgain(screenWithService, { subjectId: playerId });
    expect((await reviews.find(playerId))?.signals).toEqual(['screening-possible', 'screening-error']);
  });
});

describe('a player whose identity was approved', () => {
  const approval = { approvedAt: '2026-01-01T00:00:00.000Z' };

  test('and is on the list is not proved any more, waits for reviewers, and people are told', async () => {
    await bring({ ...nobody, identityHash: hash });
    const playerId = await screenedPlayer(now(), {
      review: { state: 'approved', approval, signals: [] },
      identityHash: hash,
    });
    const { review } = await screened(playerId);
    expect(review).toMatchObject({ state: 'in-review', signals: ['screening-confirmed'] });
    expect(isProved(review, now())).toBe(false);
    expect((await reviews.waiting('high', { limit: 5000 })).map((each) => each.playerId)).toContain(playerId);
    expect(said('SCREENING_HIT')).toHaveLength(1);
    await screened(playerId);
    expect(said('SCREENING_HIT')).toHaveLength(1);
  });

  test('and may be on the list keeps the approval, and people are told', async () => {
    await bring({ name: 'Budi Santoso' });
    const playerId = await screenedPlayer(now(), { review: { state: 'approved', approval, signals: [] } });
    const { review } = await screened(playerId);
    expect(review).toMatchObject({ state: 'approved', approval, signals: ['screening-possible'] });
    expect(said('SCREENING_POSSIBLE')).toHaveLength(1);
  });
});

describe('POST /v1/staff/kyc/{playerId}/screening-reviews', () => {
  const staffId = 'compliance-officer';
  beforeEach(async () => {
    process.env['ROUTE_CALLER'] = 'staff';
    process.env['ROUTE_ROLES'] = 'compliance';
    const Item = { pk: staffId, sk: 'staff', schemaVersion: 1, state: 'active', roles: ['compliance'] };
    await documentClient().send(new PutCommand({ TableName: 'staff', Item }));
    return () => {
      process.env['ROUTE_CALLER'] = 'player';
    };
  });

  const conclude = (playerId: string, body: unknown, roles = '[compliance]') =>
    callRoute(reviewScreening, {
      now: now(),
      path: { playerId },
      body,
      claims: { sub: staffId, token_use: 'access', 'cognito:groups': roles },
    });

  async function possible() {
    await bring({ name: 'Budi Santoso' });
    const playerId = await screenedPlayer(now());
    const { screening } = await screened(playerId);
    return {
      playerId,
      body: { screenedAt: screening?.screenedAt, conclusion: 'false-positive', caseReference: 'AML-17' },
    };
  }

  test('as a false positive clears the hit for this version of the list, and keeps who said so', async () => {
    const { playerId, body } = await possible();
    expect((await conclude(playerId, body)).status).toBe(204);
    expect((await reviews.find(playerId))?.signals).toEqual([]);
    expect((await screenings.find(playerId))?.clearance).toMatchObject({ staffId, caseReference: 'AML-17' });
    expect((await auditOf(playerId)).map(({ action, actorId }) => [action, actorId])).toContainEqual([
      'screening-reviewed',
      staffId,
    ]);
    expect((await screened(playerId)).review?.signals).toEqual([]);
    await bring({ name: 'Budi Santoso' });
    const { review, screening } = await screened(playerId);
    expect(review?.signals).toEqual(['screening-possible']);
    expect(screening?.clearance).toBeUndefined();
  });

  test('as confirmed makes it a hit', async () => {
    const { playerId, body } = await possible();
    expect((await conclude(playerId, { ...body, conclusion: 'confirmed' })).status).toBe(204);
    expect((await reviews.find(playerId))?.signals).toEqual(['screening-confirmed']);
  });

  test.each([
    ['of an earlier screening', { screenedAt: '2020-01-01T00:00:00.000Z' }, 409],
    ['without a case', { caseReference: '' }, 400],
    ['that is unknown', { conclusion: 'maybe' }, 400],
  ])('%s is refused', async (...[, change, status]) => {
    const { playerId, body } = await possible();
    expect((await conclude(playerId, { ...body, ...change })).status).toBe(status);
    expect((await reviews.find(playerId))?.signals).toEqual(['screening-possible']);
  });

  test('twice, about nobody, or by another role is refused', async () => {
    const { playerId, body } = await possible();
    expect((await conclude(playerId, body, '[kyc-reviewer]')).status).toBe(403);
    expect((await conclude(playerId, body)).status).toBe(204);
    expect((await conclude(playerId, body)).status).toBe(409);
    expect((await conclude(newId(), body)).status).toBe(404);
  });
});
