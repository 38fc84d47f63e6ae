import {
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedBucket, serveStorage, type StorageService } from '#test/support/local/storage-service.ts';

const Bucket = 'kyc';
let service: StorageService;
let client: S3Client;

beforeAll(async () => {
  service = await serveStorage([sealedBucket(Bucket)]);
  client = service.clientOf('lister');
  for (const Key of ['p/0/x', 'p/1/x', 'p/1/y', 'p/2', 'p/3/x', 'q', 'ü/é&<']) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
  await client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'p/2', Body: 'newer' }));
});
afterAll(() => service.close());

describe('listing objects', () => {
  it('answers the newest versions in the order of their keys, and nothing that was deleted', async () => {
    const { Contents = [], KeyCount } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map(({ Key }) => Key)).toEqual(['p/0/x', 'p/1/x', 'p/1/y', 'p/2', 'p/3/x', 'q', 'ü/é&<']);
    expect(Contents.find(({ Key }) => Key === 'p/2')?.Size).toBe(5);
    expect(KeyCount).toBe(7);
  });

  it('folds keys at the delimiter', async () => {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'p/', Delimiter: '/' }));
    expect(page.CommonPrefixes).toEqual([{ Prefix: 'p/0/' }, { Prefix: 'p/1/' }, { Prefix: 'p/3/' }]);
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(['p/2']);
  });

  it.each([1, 2, 3])('leaves nothing out and repeats nothing over pages of %i', async (pageSize) => {
    const keys: (string | undefined)[] = [];
    const folded: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client, pageSize }, { Bucket, Delimiter: '/', Prefix: 'p/' })) {
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
      folded.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    }
    expect(keys).toEqual(['p/2']);
    expect(folded).toEqual(['p/0/', 'p/1/', 'p/3/']);
  });

  it('starts after a key', async () => {
    const page = await client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'p/3/x' }));
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(['q', 'ü/é&<']);
  });

  it('asks for the prefix, so that a role can be held to one', async () => {
    const held = service.clientOf('held', {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::kyc',
      Condition: { StringLike: { 's3:prefix': 'p/*' } },
    });
    await expect(held.send(new ListObjectsV2Command({ Bucket, Prefix: 'p/1' }))).resolves.toBeDefined();
    await expect(held.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses the older listing, by name', async () => {
    await expect(client.send(new ListObjectsCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('listing versions', () => {
  it('answers every version, newest first, and delete markers apart', async () => {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'p/2' }));
    expect(page.Versions?.map(({ IsLatest, Size }) => [IsLatest, Size])).toEqual([
      [true, 5],
      [false, 3],
    ]);
    const gone = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'gone' }));
    expect(gone).toMatchObject({ DeleteMarkers: [{ IsLatest: true }], Versions: [{ IsLatest: false }] });
  });

  it.each([1, 2, 4])('leaves nothing out and repeats nothing over pages of %i', async (MaxKeys) => {
    const seen: (string | undefined)[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys, ...markers }));
      seen.push(...[...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ VersionId }) => VersionId));
      if (page.IsTruncated !== true) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen)).toEqual(new Set(service.s3.versionsIn(Bucket).map(({ versionId }) => versionId)));
  });

  it('is a permission of its own', async () => {
    const lister = service.clientOf('objects', { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' });
    await expect(lister.send(new ListObjectVersionsCommand({ Bucket }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});
