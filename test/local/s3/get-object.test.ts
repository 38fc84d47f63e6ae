import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presign } from '#test/support/local/presign.ts';
import { sealedBucket, serveStorage, type StorageService } from '#test/support/local/storage-service.ts';

const Bucket = 'kyc';
let service: StorageService;
let client: S3Client;
let versionIds: string[];

beforeAll(async () => {
  service = await serveStorage([sealedBucket(Bucket)]);
  client = service.clientOf('reader');
  versionIds = [];
  for (const Body of ['first', 'hello world']) {
    const { VersionId = '' } = await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body, Tagging: 'a=b' }));
    versionIds.push(VersionId);
  }
});
afterAll(() => service.close());

describe('reading objects', () => {
  it.each([
    ['bytes=6-', 'world', 'bytes 6-10/11'],
    ['bytes=0-4', 'hello', 'bytes 0-4/11'],
    ['bytes=-5', 'world', 'bytes 6-10/11'],
    ['bytes=6-900', 'world', 'bytes 6-10/11'],
  ])('answers the range %s', async (Range, text, contentRange) => {
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 'a', Range }));
    expect(await found.Body!.transformToString()).toBe(text);
    expect(found).toMatchObject({ ContentRange: contentRange, $metadata: { httpStatusCode: 206 } });
  });

  it('refuses a range beyond the end', async () => {
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=11-' }))).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('reads an older version by its id, which is a permission of its own', async () => {
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: versionIds[0] }));
    expect(await found.Body!.transformToString()).toBe('first');
    expect(service.needs.at(-1)).toMatchObject({
      action: 's3:GetObjectVersion',
      resource: 'arn:aws:s3:::kyc/a',
      context: { 's3:VersionId': versionIds[0], 's3:authType': 'REST-HEADER', 'aws:SecureTransport': 'true' },
    });
  });

  it('tells what is not there from a version that is not there', async () => {
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchVersion',
    });
  });

  it('does not read a delete marker', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
    const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'gone' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'gone', VersionId }))).rejects.toMatchObject({
      name: 'MethodNotAllowed',
    });
  });

  it('does not tell a caller who may not list what is there', async () => {
    const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kyc/*' };
    const blind = service.clientOf('blind', read);
    await expect(blind.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(blind.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('answers 304 to a reader who has it, and 412 to one who wanted another', async () => {
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a', IfNoneMatch: ETag }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a', IfMatch: '"x"' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it('refuses subresources that it does not implement, instead of reading the object', async () => {
    const { GetObjectAclCommand } = await import('@aws-sdk/client-s3');
    await expect(client.send(new GetObjectAclCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'The local cloud does not implement the S3 request GET object acl',
    });
  });
});

describe('describing objects', () => {
  it('answers size, tags and version without the body', async () => {
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({
      ContentLength: 11,
      VersionId: versionIds[1],
      LastModified: expect.any(Date),
    });
  });

  it('needs the key only where the checksum is asked for', async () => {
    const keyless = service.clientOf('keyless');
    service.keys.revoke('keyless');
    await expect(keyless.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).resolves.toBeDefined();
    await expect(
      keyless.send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it('answers 404 to what is not there', async () => {
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('links', () => {
  const link = (expiresInSeconds = 60) =>
    presign(
      client,
      new GetObjectCommand({ Bucket, Key: 'a', ResponseContentDisposition: 'attachment; filename="q.txt"' }),
      { expiresInSeconds },
    );

  it('open one object for anybody, with the disposition that was signed', async () => {
    const response = await fetch(await link());
    expect(await response.text()).toBe('hello world');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="q.txt"');
    expect(service.needs.at(-1)?.context).toMatchObject({
      's3:authType': 'REST-QUERY-STRING',
      's3:signatureAge': expect.stringMatching(/^\d+$/),
    });
  });

  it('open no other object', async () => {
    const response = await fetch((await link()).replace('/kyc/a?', '/kyc/b?'));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('SignatureDoesNotMatch');
  });

  it('end by the clock of the cloud, and earlier where the bucket bounds their age', async () => {
    const other = await serveStorage([sealedBucket(Bucket)]);
    const owner = other.clientOf('owner');
    await owner.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const url = await presign(owner, new GetObjectCommand({ Bucket, Key: 'a' }), { expiresInSeconds: 600 });
    expect((await fetch(url)).status).toBe(200);
    other.setBucketPolicy(Bucket, {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::kyc/*',
      Condition: { NumericGreaterThan: { 's3:signatureAge': 300_000 } },
    });
    expect((await fetch(url)).status).toBe(200);
    other.clock.turnBy(301_000);
    expect(await (await fetch(url)).text()).toContain('explicit deny');
    other.clock.turnBy(300_000);
    expect(await (await fetch(url)).text()).toContain('Request has expired');
    await other.close();
  });

  it('are no way around a missing signature', async () => {
    const response = await fetch(`${service.url}/${Bucket}/a`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('AccessDenied');
  });
});
