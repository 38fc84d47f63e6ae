import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageNames } from '#test/support/attempts.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { joined } from '#test/support/picture-files.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { type FakeService, type Listed, listFile, putList, startFakeService } from '#test/support/screening.ts';
import { newStaff, tableName } from '#test/support/staff.ts';
import { announcing, type OfferedUpload, post } from '#test/support/uploads.ts';

const picture = await (await openIndependentCodec()).encodeJpeg(somePixels(40, 30));
let copies = 0;
const nobody: Listed = { name: 'Zyx Qwrtp', birthDate: '1901-01-01' };
const birthDate = '1990-06-15';

async function sendDocument(cloud: TestCloud, { token }: TestPlayer): Promise<void> {
  const bytes = joined(picture, `screened ${(copies += 1)}`);
  const body = announcing(bytes, 'image/jpeg');
  const { body: offered } = await expectStatus(cloud.api('POST /v1/me/kyc/documents', { token, body }), 201);
  expect((await post((offered as OfferedUpload).upload, bytes)).status).toBe(204);
  await cloud.settle();
}

const giveNumber = (cloud: TestCloud, { token }: TestPlayer, identityNumber: string) =>
  expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token, body: { identityNumber } }), 204);

async function rowOf(cloud: TestCloud, { playerId }: TestPlayer, sk: string) {
  return (await rowsOf(cloud, 'kyc')).find((row) => row['pk'] === playerId && row['sk'] === sk);
}
const jobsOf = async (cloud: TestCloud) =>
  (await rowsOf(cloud, 'jobs')).filter(({ pk }) => String(pk).startsWith('rescreening#'));

describe('with a list of the operator', () => {
  let cloud: TestCloud;
  let storage: S3Client;
  let tables: DynamoDBDocumentClient;
  let bucket: string;
  let namesake: TestPlayer;
  let other: TestPlayer;

  const bring = async (...people: Listed[]) => {
    const version = await putList(storage, bucket, listFile(people));
    await cloud.settle();
    return version;
  };
  const approve = ({ playerId }: TestPlayer) =>
    tables.send(
      new UpdateCommand({
        TableName: tableName(cloud, 'kyc'),
        Key: { pk: playerId, sk: 'review' },
        UpdateExpression: 'SET #state = :approved, approval = :approval ADD version :one REMOVE waitingBand',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':approved': 'approved',
          ':approval': { approvedAt: cloud.now().toISOString() },
          ':one': 1,
        },
      }),
    );
  const lines = () => cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));

  beforeAll(async () => {
    cloud = await startTestCloud();
    storage = new S3Client(cloud.cloud.clientSettings());
    tables = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
    bucket = stageNames(cloud.cloud).get('BUCKET_SCREENING_LISTS') ?? '';
    namesake = await newPlayer(cloud, { fullName: 'Ratna Wijaya', birthDate });
    other = await newPlayer(cloud, { fullName: 'Wulan Kusuma', birthDate });
  });
  afterAll(async () => {
    storage.destroy();
    tables.destroy();
    await cloud[Symbol.asyncDispose]();
  });

  it('a player is not taken for nobody while there is no list: two reviewers look', async () => {
    await sendDocument(cloud, other);
    expect(await rowOf(cloud, other, 'screening')).toMatchObject({ outcome: 'error' });
    expect(await rowOf(cloud, other, 'review')).toMatchObject({ signals: ['screening-error'], waitingBand: 'high' });
    await cloud.cloud.fireSchedule('kyc-list-watch');
    await cloud.settle();
    expect(await jobsOf(cloud)).toEqual([]);
  });

  it('whoever is held already is compared when the list comes, and whoever sends a document at once', async () => {
    const listVersion = await bring({ name: 'WIJAYA, Ratna', birthDate }, nobody);
    expect(await rowOf(cloud, other, 'screening')).toMatchObject({ outcome: 'no-hit', listVersion });
    expect(await rowOf(cloud, other, 'review')).toMatchObject({ signals: [], waitingBand: 'ordinary' });
    await sendDocument(cloud, namesake);
    expect(await rowOf(cloud, namesake, 'screening')).toMatchObject({ outcome: 'possible', score: 1, listVersion });
    expect(await rowOf(cloud, namesake, 'review')).toMatchObject({
      signals: ['screening-possible'],
      waitingBand: 'high',
    });
  });

  it('is cleared by compliance for this list only, and compared anew with the next', async () => {
    const officer = await newStaff(cloud, 'compliance', ['compliance']);
    const reviewer = await newStaff(cloud, 'reviewer', ['kyc-reviewer']);
    const seen = await rowOf(cloud, namesake, 'screening');
    const route = `POST /v1/staff/kyc/${namesake.playerId}/screening-reviews`;
    const body = { screenedAt: seen?.['screenedAt'], conclusion: 'false-positive', caseReference: 'AML-2026-1' };
    await expectStatus(cloud.api(route, { token: reviewer.token, body }), 403);
    const stale = { ...body, screenedAt: '2020-01-01T00:00:00.000Z' };
    await expectStatus(cloud.api(route, { token: officer.token, body: stale }), 409);
    await expectStatus(cloud.api(route, { token: officer.token, body }), 204);
    const asked = `GET /v1/staff/kyc/${namesake.playerId}?purpose=complaint&caseReference=AML-2026-1`;
    const { body: shown } = await expectStatus(cloud.api(asked, { token: officer.token }), 200);
    expect(shown.screening).toMatchObject({
      outcome: 'possible',
      screenedAt: seen?.['screenedAt'],
      clearance: { conclusion: 'false-positive', staffId: officer.staffId },
    });
    expect(await rowOf(cloud, namesake, 'review')).toMatchObject({ signals: [] });
    const listVersion = await bring({ name: 'Ratna Wijaya' }, nobody);
    const screening = await rowOf(cloud, namesake, 'screening');
    expect(screening).toMatchObject({ outcome: 'possible', listVersion });
    expect(screening).not.toHaveProperty('clearance');
    expect(await rowOf(cloud, namesake, 'review')).toMatchObject({ signals: ['screening-possible'] });
    expect(await jobsOf(cloud)).toMatchObject([{ state: 'done' }, { state: 'done' }]);
  });

  it('a hit on an approved player takes the approval out of force, and people are told', async () => {
    await giveNumber(cloud, other, '3171 0115 0690 4321');
    await cloud.settle();
    await approve(other);
    const identity = await rowOf(cloud, other, 'identity');
    await bring({ ...nobody, identityHash: String(identity?.['identityNumberIndex']) });
    expect(await rowOf(cloud, other, 'screening')).toMatchObject({ outcome: 'confirmed' });
    const review = await rowOf(cloud, other, 'review');
    expect(review).toMatchObject({ state: 'in-review', signals: ['screening-confirmed'], waitingBand: 'high' });
    expect(review).not.toHaveProperty('approval');
    expect(lines().filter((line) => line.includes('SCREENING_HIT'))).toHaveLength(1);
  });

  it('a number that is given after the document is compared at once', async () => {
    const before = await rowOf(cloud, namesake, 'screening');
    await giveNumber(cloud, namesake, '3171 0115 0690 7654');
    await cloud.settle();
    expect((await rowOf(cloud, namesake, 'screening'))?.['screenedAt']).not.toBe(before?.['screenedAt']);
  });

  it('a player learns nothing of it', async () => {
    for (const player of [namesake, other]) {
      const token: string = (await logIn(cloud, player.email)).body.accessToken;
      const shown = [await cloud.api('GET /v1/me/kyc', { token }), await cloud.api('GET /v1/me', { token })];
      const mails = cloud.cloud.mail.mails({ to: player.email });
      expect(JSON.stringify([shown.map(({ body }) => body), mails])).not.toMatch(/screen|fraud|penipu|sanction|hit\b/i);
    }
  });

  it('no name of a player or of the list is in a log', () => {
    expect(lines().join('\n')).not.toMatch(/Ratna|Wijaya|Kusuma|Qwrtp/i);
  });

  it('a list whose event was lost is found by the watch', async () => {
    const [job] = (await jobsOf(cloud)).toSorted((one, two) =>
      String(two['startedAt']).localeCompare(String(one['startedAt'])),
    );
    const Key = { pk: job?.['pk'], sk: 'job' };
    await tables.send(new DeleteCommand({ TableName: tableName(cloud, 'jobs'), Key }));
    const before = await rowOf(cloud, namesake, 'screening');
    cloud.turn({ minutes: 1 });
    await cloud.cloud.fireSchedule('kyc-list-watch');
    await cloud.settle();
    expect((await jobsOf(cloud)).find(({ pk }) => pk === Key.pk)).toMatchObject({ state: 'done' });
    expect((await rowOf(cloud, namesake, 'screening'))?.['screenedAt']).not.toBe(before?.['screenedAt']);
  });

  it.each(['dynamodb:Query', 'sqs:SendMessageBatch', 'dynamodb:TransactWriteItems'])(
    'comparing everybody goes on after a death right after %s',
    async (action) => {
      cloud.cloud.faults.lay([{ kind: 'kill', functionName: 'rescreen', action, nth: 1, times: 1 }]);
      const listVersion = await putList(storage, bucket, listFile([nobody]));
      await cloud.settle({ turnsToHidden: true });
      expect(cloud.cloud.faults.metCount()).toBeGreaterThan(0);
      cloud.cloud.faults.clear();
      expect((await jobsOf(cloud)).find((job) => job['listVersion'] === listVersion)).toMatchObject({ state: 'done' });
      for (const player of [namesake, other])
        expect(await rowOf(cloud, player, 'screening')).toMatchObject({ outcome: 'no-hit', listVersion });
    },
  );

  it('compares without a denial and without a defect of the cloud', () => {
    expect(cloud.cloud.denials()).toEqual([]);
    expect(cloud.cloud.defects).toEqual([]);
  });
});

describe('with a service of the operator', () => {
  let cloud: TestCloud;
  let service: FakeService;
  let player: TestPlayer;

  beforeAll(async () => {
    service = await startFakeService();
    service.people = [{ name: 'Ratna Wijaya' }];
    cloud = await startTestCloud({ screening: { kind: 'service', url: service.url, dataset: 'fraud' } });
    player = await newPlayer(cloud, { fullName: 'Ratna Wijaya', birthDate });
  });
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]();
    await service.close();
  });
  const asked = () =>
    service.received.filter(({ path }) => path !== '/catalog').map(({ body }) => JSON.parse(body) as unknown);

  it('only name, birth date and the keyed ID number leave', async () => {
    await giveNumber(cloud, player, '3171 0115 0690 5432');
    await cloud.settle();
    expect(service.received).toEqual([]);
    await sendDocument(cloud, player);
    const identity = await rowOf(cloud, player, 'identity');
    const properties = {
      name: ['Ratna Wijaya'],
      birthDate: [birthDate],
      idNumber: [identity?.['identityNumberIndex']],
    };
    expect(asked()).toEqual([{ queries: { q: { schema: 'Person', properties } } }]);
    const everything = JSON.stringify(service.received);
    for (const value of ['3171011506905432', player.playerId, player.email, player.accountNumber, '6281234567890'])
      expect(everything).not.toContain(value);
    expect(service.received.map(({ path }) => path)).toEqual(['/match/fraud', '/catalog']);
    expect(await rowOf(cloud, player, 'screening')).toMatchObject({ outcome: 'possible', listVersion: 'first' });
  });

  it('a new version of its data has everybody compared again', async () => {
    Object.assign(service, { people: [], version: 'second', received: [] });
    cloud.turn({ minutes: 2 });
    await cloud.cloud.fireSchedule('kyc-list-watch');
    await cloud.settle();
    expect(asked()).toHaveLength(1);
    expect(await rowOf(cloud, player, 'screening')).toMatchObject({ outcome: 'no-hit', listVersion: 'second' });
    await cloud.cloud.fireSchedule('kyc-list-watch');
    await cloud.settle();
    expect(asked()).toHaveLength(1);
  });

  it('one that is down is asked three times, and nobody is taken for nobody', async () => {
    Object.assign(service, { mode: 'server-error', received: [] });
    const late = await newPlayer(cloud, { fullName: 'Wulan Kusuma', birthDate });
    await sendDocument(cloud, late);
    await cloud.settle({ turnsToHidden: true });
    expect(service.received).toHaveLength(3);
    expect(await rowOf(cloud, late, 'screening')).toMatchObject({ outcome: 'error' });
    expect(await rowOf(cloud, late, 'review')).toMatchObject({ signals: ['screening-error'], waitingBand: 'high' });
    expect(cloud.cloud.denials()).toEqual([]);
  });
});
