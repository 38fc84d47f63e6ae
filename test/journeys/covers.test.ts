import { randomUUID } from 'node:crypto';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homes, type Home } from '#catalogue/homes.ts';
import { catalogue, fieldNames, type FieldName } from '#catalogue/index.ts';
import { attributeOf, fieldsAt } from '#catalogue/readers/places.ts';
import { sealedFieldsOf } from '#catalogue/readers/sealing.ts';
import { turnPasskeyOn } from '#test/support/passkey.ts';
import { turnTotpOn } from '#test/support/second-factor.ts';
import { isEnvelope } from '#stores/sealing.ts';
import { systemAttributes } from '#test/architecture/support/system-attributes.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { logInFrom } from '#test/support/logins.ts';
import { expectStatus, goodPassword, newPlayer, registrationBody, type TestPlayer } from '#test/support/player.ts';
import { confirmPayment } from '#test/support/processor.ts';
import { openRequestDesk } from '#test/support/request-desk.ts';
import { makeRequest } from '#test/support/requests.ts';
import { approveReview } from '#test/support/review-desk.ts';
import { announcing, post, type OfferedUpload } from '#test/support/uploads.ts';

type Row = Record<string, unknown>;

const tableHomes = (Object.keys(homes) as Home[]).filter((home) => homes[home].kind === 'table');

/** What a person gives, each so odd that it can be found wherever it lies. */
const given = {
  fullName: 'Zefanya Qilmorandus',
  birthDate: '1987-12-09',
  phone: '+6281399988877',
  newEmail: 'zefanya.qilmorandus@elsewhere.example',
  identityNumber: '3173054912870001',
  bankAccountNumber: '9081726354',
  holderName: 'ZEFANYA QILMORANDUS',
  transferConfirmation: 'CONFIRM-QX-77123',
  passkeyName: 'Key of Qilmorandus at home',
  requestText: 'Qilmorandus lives at Jalan Zamrud',
  denialWords: 'Qilmorandus was told why',
};

let cloud: TestCloud;
let player: TestPlayer;
let singaporean: TestPlayer;
let documentIds: string[];
let bucket = '';
const rows = new Map<Home, Row[]>();

beforeAll(async () => {
  cloud = await startTestCloud();
  player = await newPlayer(cloud, { fullName: given.fullName, birthDate: given.birthDate, phone: given.phone });
  const deviceId = 'device-of-zefanya-qilmorandus';
  await expectStatus(logInFrom(cloud, player.email, { deviceId }), 201);
  singaporean = await newPlayer(cloud, { jurisdiction: 'SG', language: 'en' });
  await expectStatus(cloud.api('POST /v1/players', { body: await registrationBody(cloud) }), 202);
  await turnTotpOn(cloud, singaporean);
  await turnPasskeyOn(cloud, singaporean, { name: given.passkeyName });
  const change = { token: player.token, body: { email: given.newEmail } };
  await expectStatus(cloud.api('POST /v1/me/email-changes', change), 202);
  await askAndRefuse();
  documentIds = [await upload('identity-document', 61), await upload('proof-of-address', 62)];
  const { identityNumber } = given;
  await cloud.api('PUT /v1/me/kyc/identity', { token: player.token, body: { identityNumber } });
  await cloud.settle();
  await approveReview(cloud, player.playerId, '2034-02-28');
  await pay();
  await confirmPayment(cloud, 'dana', { paymentReference: '0'.repeat(26), amountMinor: 5_000_000, currency: 'IDR' });
  await cloud.settle();
  for (const home of tableHomes) rows.set(home, await rowsOf(cloud, home));
}, 240_000);
afterAll(() => cloud[Symbol.asyncDispose]());

async function askAndRefuse(): Promise<void> {
  const asked = makeRequest(cloud, player.token, { type: 'correction', text: given.requestText });
  const { requestId } = (await expectStatus(asked, 201)).body;
  const words = { en: given.denialWords, id: given.denialWords };
  const refusal = { reason: 'other', law: 'UU 27/2022 art. 15(1)', words };
  await expectStatus((await openRequestDesk(cloud)).deny(requestId, refusal), 204);
}

async function upload(kind: string, width: number): Promise<string> {
  const picture = await (await openIndependentCodec()).encodeJpeg(somePixels(width, 40));
  const body = announcing(picture, 'image/jpeg', kind);
  const answer = await expectStatus(cloud.api('POST /v1/me/kyc/documents', { token: player.token, body }), 201);
  const offered: OfferedUpload = answer.body;
  bucket = offered.upload.fields['bucket'] ?? '';
  expect((await post(offered.upload, picture)).status).toBe(204);
  return offered.documentId;
}

async function pay(): Promise<void> {
  const deposit = await expectStatus(
    cloud.api('POST /v1/me/deposits', {
      token: player.token,
      body: { method: 'virtual-account', amountMinor: 7_700_000 },
      headers: { 'idempotency-key': randomUUID() },
    }),
    201,
  );
  const bankAccount = { bankCode: 'BCA', accountNumber: given.bankAccountNumber, holderName: given.holderName };
  const { paymentReference } = deposit.body;
  const { transferConfirmation } = given;
  const paid = { paymentReference, amountMinor: 7_700_000, currency: 'IDR', bankAccount, transferConfirmation };
  await expectStatus(confirmPayment(cloud, 'virtual-account', paid), 202);
}

/** Every value of a field in a table, with keys and bytes as they are. */
function valuesOf(field: FieldName, home: Home): unknown[] {
  const attribute = attributeOf(field, home);
  if (attribute === undefined) return [];
  return (rows.get(home) ?? []).flatMap((row) => (row[attribute] === undefined ? [] : [row[attribute]]));
}

const textOf = (row: Row) =>
  JSON.stringify(row, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );

describe('what is sealed', () => {
  const places = tableHomes.flatMap((home) => sealedFieldsOf(home).map((field): [FieldName, Home] => [field, home]));

  it.each(places)('%s lies in the table %s, and only as an envelope', (...[field, home]) => {
    const values = valuesOf(field, home);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(value instanceof Uint8Array && isEnvelope(value)).toBe(true);
  });

  it('is nowhere else: no table holds a given value in the clear', () => {
    const secrets = [
      ...Object.values(given),
      goodPassword,
      player.email,
      player.accountNumber,
      player.token.split('.')[2] ?? '',
    ];
    const found = tableHomes.flatMap((home) =>
      (rows.get(home) ?? [])
        .map(textOf)
        .flatMap((text) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${home}: ${secret}`)),
    );
    expect(found).toEqual([]);
  });
});

describe('what is hashed or indexed', () => {
  it('passwords are argon2id of 19 MiB, two passes, one lane, with a salt of their own', () => {
    const hashes = valuesOf('passwordHash', 'credentials');
    expect(hashes).toHaveLength(2);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{20,}\$[\w+/]{40,}$/);
    const waiting = valuesOf('passwordHash', 'registrations');
    expect(waiting).toHaveLength(1);
    expect(new Set([...hashes, ...waiting]).size).toBe(3);
  });

  it('blind indexes are versioned and keyed: 32 bytes that are no plain hash of the value', () => {
    for (const field of ['emailIndex', 'phoneIndex', 'accountNumberIndex'] as const) {
      for (const value of valuesOf(field, 'players')) expect(value).toMatch(/^v1\.[\w-]{43}$/);
      expect(valuesOf(field, 'players')).toHaveLength(2);
    }
    for (const { pk } of rows.get('lookups') ?? []) expect(pk).toMatch(/^[a-z-]+#v1\.[\w-]{43}$/);
    expect(rows.get('lookups')?.length).toBeGreaterThanOrEqual(4);
  });

  it('secrets of sessions are kept as SHA-256', () => {
    for (const field of ['sessionSecretHash', 'refreshFamilyHash', 'refreshSecretHash'] as const) {
      const hashes = valuesOf(field, 'sessions');
      expect(hashes).toHaveLength(3);
      for (const hash of hashes) expect(hash).toMatch(/^[\w-]{43}$/);
    }
  });
});

describe('documents', () => {
  it('lie encrypted under the key of their bucket, and no credential lies with them', async () => {
    const storage = new S3Client(cloud.cloud.clientSettings());
    const heads = documentIds.map(async (documentId) =>
      storage.send(new HeadObjectCommand({ Bucket: bucket, Key: `accepted/${player.playerId}/${documentId}` })),
    );
    for (const head of await Promise.all(heads)) expect(head.ServerSideEncryption).toBe('aws:kms');
    storage.destroy();
    expect(fieldsAt('kyc-documents').filter((field) => catalogue[field].cover === 'hashed')).toEqual([]);
    expect((rows.get('kyc') ?? []).filter((row) => 'passwordHash' in row || 'secretHash' in row)).toEqual([]);
  });

  it('keep their kind: photo of the document and proof of address', () => {
    expect(new Set(valuesOf('documentKind', 'kyc'))).toEqual(new Set(['identity-document', 'proof-of-address']));
    const states = (rows.get('kyc') ?? []).filter(({ sk }) => String(sk).startsWith('document#'));
    expect(states.map(({ state }) => state)).toEqual(['approved', 'approved']);
  });
});

describe('consent to the transfer', () => {
  const accountOf = ({ playerId }: TestPlayer) =>
    rows.get('players')?.find(({ pk, sk }) => pk === playerId && sk === 'account');

  it('is recorded with its time and the notice that was shown, apart from everything else', () => {
    expect(accountOf(singaporean)).toMatchObject({
      transferConsentAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
      noticeHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is recorded for nobody who was not asked', () => {
    expect(accountOf(player)).not.toHaveProperty('transferConsentAt');
  });
});

it('no table holds an attribute that nobody declared', () => {
  const known = new Set([
    ...fieldNames.flatMap((field) => Object.values(catalogue[field].homes)),
    ...Object.values(systemAttributes).flat(),
  ]);
  // What an announcement and an audit row say beside ids has a place of its own; its content is coded.
  const records = new Set(['context']);
  const undeclared = tableHomes.flatMap((home) =>
    (rows.get(home) ?? []).flatMap((row) =>
      Object.keys(row)
        .filter((name) => !known.has(name) && !records.has(name))
        .map((name) => `${home}: ${name}`),
    ),
  );
  expect([...new Set(undeclared)]).toEqual([]);
});
