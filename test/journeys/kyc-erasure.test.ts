import {
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  type ObjectVersion,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tables } from '#lib/tables.ts';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { pdfFile, pdfStream } from '#test/support/pdf-files.ts';
import { joined } from '#test/support/picture-files.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { approveReview } from '#test/support/review-desk.ts';
import { tableName } from '#test/support/staff.ts';
import { announcing, type OfferedUpload, post } from '#test/support/uploads.ts';

const photo = await (await openIndependentCodec()).encodeJpeg(somePixels(64, 40));
const bill = pdfFile({ objects: [pdfStream('', 'BT (a bill) Tj ET', true)] });

let cloud: TestCloud;
let storage: S3Client;
let operator: DynamoDBDocumentClient;
let bucket = '';
let player: TestPlayer;
const documentIds: string[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
  storage = new S3Client(cloud.cloud.clientSettings());
  operator = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  player = await newPlayer(cloud);
});
afterAll(async () => {
  storage.destroy();
  operator.destroy();
  await cloud[Symbol.asyncDispose]();
});

async function offer(bytes: Uint8Array, mediaType: 'image/jpeg' | 'application/pdf', kind: string) {
  const body = announcing(bytes, mediaType, kind);
  const answer = await expectStatus(cloud.api('POST /v1/me/kyc/documents', { token: player.token, body }), 201);
  const offered: OfferedUpload = answer.body;
  bucket = offered.upload.fields['bucket'] ?? '';
  documentIds.push(offered.documentId);
  return offered;
}

async function send(bytes: Uint8Array, mediaType: 'image/jpeg' | 'application/pdf', kind = 'identity-document') {
  const offered = await offer(bytes, mediaType, kind);
  expect((await post(offered.upload, bytes)).status).toBe(204);
  return offered;
}

interface Version {
  key: string;
  isMarker: boolean;
  tags: Readonly<Record<string, string>>;
}

async function tagsOf({ Key = '', VersionId = '' }: ObjectVersion): Promise<Record<string, string>> {
  const { TagSet = [] } = await storage.send(new GetObjectTaggingCommand({ Bucket: bucket, Key, VersionId }));
  return Object.fromEntries(TagSet.map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/** Every version and delete marker in the bucket, whoever's, with its tags. */
async function everyVersion(): Promise<Version[]> {
  const versions: Version[] = [];
  let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await storage.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 3, ...after }));
    const { Versions = [], DeleteMarkers = [] } = page;
    for (const { Key: key = '' } of DeleteMarkers) versions.push({ key, isMarker: true, tags: {} });
    for (const version of Versions)
      versions.push({ key: version.Key ?? '', isMarker: false, tags: await tagsOf(version) });
    if (page.IsTruncated !== true) return versions;
    after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

const names = (thing: unknown): boolean => {
  const text = JSON.stringify(thing);
  return [player.playerId, ...documentIds].some((id) => text.includes(id));
};

/** Where ids of the player or of a document stand in tables, and in rows of which kind. */
async function traces(): Promise<string[]> {
  const found: string[] = [];
  for (const table of Object.keys(tables))
    for (const row of await rowsOf(cloud, table)) {
      if (!names(row)) continue;
      const kind = [row['pk'], row['sk']]
        .map((key) => String(key).split(/[#|]/)[0] ?? '')
        .map((part) => (part === player.playerId || documentIds.includes(part) ? 'id' : part))
        .map((part) => (/^\d{4}-/.test(part) ? 'time' : part));
      found.push(`${table} ${kind.join(' ')}`);
    }
  return [...new Set(found)].toSorted();
}

async function tablesNaming(id: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of Object.keys(tables))
    if ((await rowsOf(cloud, table)).some((row) => JSON.stringify(row).includes(id))) found.push(table);
  return found;
}

/** Where the proof of identity of a player lies until the law lets go of it. */
const places = [
  'evidence document time',
  'holdings kyc time',
  'jobs due time',
  'keys id kyc',
  'kyc document-hash first',
  'kyc id document',
  'kyc id identity',
  'kyc id review',
  'kyc id slots',
  'lookups identity-number player',
];

/** What the schedules of the night do. */
async function sweep(): Promise<void> {
  await cloud.cloud.fireSchedule('kyc-expiry');
  await cloud.cloud.fireSchedule('retention');
  await cloud.settle();
}

async function waiting(): Promise<number> {
  const query = new QueryCommand({
    TableName: tableName(cloud, 'kyc'),
    IndexName: 'waiting',
    KeyConditionExpression: 'waitingBand = :band',
    ExpressionAttributeValues: { ':band': 'high' },
  });
  return ((await operator.send(query)).Items ?? []).filter(names).length;
}

describe('what is known of a player’s identity', () => {
  it('lies in many places while the law asks for it', async () => {
    const sent = await send(joined(photo, 'one'), 'image/jpeg');
    await send(bill, 'application/pdf', 'proof-of-address');
    await send(joined('\0\0\0\u0018ftypheic\0\0\0\0'), 'image/jpeg');
    await offer(photo, 'image/jpeg', 'identity-document');
    const body = { identityNumber: '3171 0115 0690 7788' };
    await expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token: player.token, body }), 204);
    await cloud.settle();
    expect((await post(sent.upload, joined(photo, 'one'))).status).toBe(204);
    await cloud.settle();
    // Hands that are no part of the product: a tag of a scanner, and an object deleted in the console.
    const Key = `accepted/${player.playerId}/${sent.documentId}`;
    const Tagging = { TagSet: [{ Key: 'scan', Value: 'clean' }] };
    await storage.send(new PutObjectTaggingCommand({ Bucket: bucket, Key, Tagging }));
    await storage.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    expect(await waiting()).toBe(1);
    const documentExpiresOn = `${cloud.now().getUTCFullYear() + 9}-03-31`;
    await approveReview(cloud, player.playerId, documentExpiresOn);

    const versions = await everyVersion();
    expect(versions.filter(names).map(({ isMarker, tags }) => ({ isMarker, ...tags }))).toEqual(
      expect.arrayContaining([{ isMarker: true }, { isMarker: false, scan: 'clean' }, { isMarker: false }]),
    );
    expect(await traces()).toEqual(expect.arrayContaining(places));
    for (const id of documentIds) expect(await tablesNaming(id)).toContain('kyc');
  });

  it('is gone when the law no longer asks: no version, marker, tag, row or look-up names the player', async () => {
    await closeForGood(cloud, player.token);
    expect((await everyVersion()).filter(names).length).toBeGreaterThan(2);
    await sweep();
    expect(await traces()).toEqual(expect.arrayContaining(places));
    // A night first: DynamoDB passes over what should have gone more than five years ago.
    cloud.turn({ days: 1 });
    await sweep();
    cloud.turn({ days: 5 * 366 + 8 });
    await sweep();
    expect((await everyVersion()).filter(names)).toEqual([]);
    expect(await waiting()).toBe(0);
    // Who did what when stays as evidence, and that the person was erased: ids that point at nothing any more.
    const othersThanEvidence = async () => (await traces()).filter((place) => !place.startsWith('evidence '));
    // Time to live is a broom: sessions that ended long ago go when it comes by.
    await expect.poll(othersThanEvidence, { timeout: 20_000 }).toEqual([]);
    for (const id of [player.playerId, ...documentIds]) expect(await tablesNaming(id)).toEqual(['evidence']);
  });
});

it('erases without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
