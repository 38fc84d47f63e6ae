import {
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedBucket, serveStorage, type StorageService } from '#test/support/local/storage-service.ts';

const Bucket = 'kyc';
let service: StorageService;
let client: S3Client;

beforeAll(async () => {
  service = await serveStorage([sealedBucket(Bucket)]);
  client = service.clientOf('tagger');
});
afterAll(() => service.close());

describe('tags of objects', () => {
  it('come with the upload and are replaced as a whole, never touching the body', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'content', Tagging: 'a=b&c=d%20e' }));
    const tags = async () => (await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))).TagSet;
    expect(await tags()).toEqual([
      { Key: 'a', Value: 'b' },
      { Key: 'c', Value: 'd e' },
    ]);
    const TagSet = [{ Key: 'state', Value: '<scanned> & "clean"' }];
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(await found.Body!.transformToString()).toBe('content');
  });

  it('need a permission of their own, with the upload too', async () => {
    const writer = service.clientOf('writer', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' });
    await expect(writer.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x' }))).resolves.toBeDefined();
    await expect(
      writer.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x', Tagging: 'a=b' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('belong to one version, and are taken off it as a whole', async () => {
    const put = () => client.send(new PutObjectCommand({ Bucket, Key: 'v', Body: 'x' }));
    const [{ VersionId: first }, { VersionId: second }] = [await put(), await put()];
    const TagSet = [{ Key: 'state', Value: 'scanned' }];
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'v', VersionId: first, Tagging: { TagSet } }));
    const tagsOf = async (VersionId: string | undefined) =>
      (await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'v', VersionId }))).TagSet;
    expect([await tagsOf(first), await tagsOf(second)]).toEqual([TagSet, []]);
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'v', VersionId: first }));
    expect(await tagsOf(first)).toEqual([]);
  });

  it('are ten at most', async () => {
    const TagSet = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    await expect(
      client.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet } })),
    ).rejects.toMatchObject({ name: 'BadRequest' });
  });
});
