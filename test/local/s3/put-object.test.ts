import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presign } from '#test/support/local/presign.ts';
import {
  bucketKeyArn,
  otherKeyArn,
  sealedBucket,
  serveStorage,
  type StorageService,
} from '#test/support/local/storage-service.ts';

const Bucket = 'kyc';
let service: StorageService;
let client: S3Client;

beforeAll(async () => {
  service = await serveStorage([
    sealedBucket(Bucket),
    sealedBucket('keyed', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: bucketKeyArn },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
    { BucketName: 'plain' },
  ]);
  client = service.clientOf('writer');
});
afterAll(() => service.close());

const read = async (Key: string, bucketName = Bucket) =>
  (await client.send(new GetObjectCommand({ Bucket: bucketName, Key }))).Body!.transformToString();

describe('writing objects', () => {
  it('keeps the body, its media type, its metadata and its checksum', async () => {
    const written = await client.send(
      new PutObjectCommand({ Bucket, Key: 'a.txt', Body: 'hello', ContentType: 'text/plain', Metadata: { who: 'me' } }),
    );
    expect(written.ChecksumCRC32).toBe('NhCmhg==');
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 'a.txt', ChecksumMode: 'ENABLED' }));
    expect(await found.Body!.transformToString()).toBe('hello');
    expect(found).toMatchObject({ ContentType: 'text/plain', Metadata: { who: 'me' }, ChecksumCRC32: 'NhCmhg==' });
    expect(found.VersionId).toBe(written.VersionId);
  });

  it('puts a streamed body together, checksum in its trailer', async () => {
    const body = randomBytes(300_000);
    await client.send(
      new PutObjectCommand({ Bucket, Key: 's', Body: Readable.from([body]), ContentLength: body.length }),
    );
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 's' }));
    expect(Buffer.from(await found.Body!.transformToByteArray()).equals(body)).toBe(true);
    expect(found.ContentEncoding).toBeUndefined();
  });

  it.each(['a b+c.txt', 'ü/é.txt', "q'(1)!*.pdf", 'x%20y', 'deep/er/key'])('takes the key %s as it is', async (Key) => {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    expect(await read(Key)).toBe(Key);
  });

  it.each([
    ['CRC32', { ChecksumCRC32: 'AAAAAA==' }],
    ['SHA-256', { ChecksumSHA256: createHash('sha256').update('other').digest('base64') }],
    ['MD5', { ContentMD5: createHash('md5').update('other').digest('base64') }],
  ])('refuses a body with a wrong %s', async (_, checksum) => {
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x', ...checksum })),
    ).rejects.toMatchObject({ name: 'BadDigest', $metadata: { httpStatusCode: 400 } });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'bad' }))).rejects.toThrow();
  });

  it('refuses checksums that it cannot compute, by name', async () => {
    const body = new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x', ChecksumCRC64NVME: 'AAAAAAAAAAA=' });
    await expect(client.send(body)).rejects.toThrow('does not implement the checksum crc64nvme');
  });

  it('refuses a bucket that is not there', async () => {
    await expect(client.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'a', Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('refuses a presigned upload that carries the checksum of an empty body', async () => {
    const url = await presign(client, new PutObjectCommand({ Bucket, Key: 'link' }), { expiresInSeconds: 60 });
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA%3D%3D');
    const response = await fetch(url, { method: 'PUT', body: 'x' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('checksum of an empty body');
  });
});

describe('If-None-Match: *', () => {
  const create = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', IfNoneMatch: '*' }));

  it('writes only what is not there', async () => {
    await create('once');
    await expect(create('once')).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
  });

  it('lets one of many racing writers through', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => create('race')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('counts a delete marker as nothing', async () => {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    await create('again');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'again' }));
    await expect(create('again')).resolves.toBeDefined();
  });

  it('knows no other value', async () => {
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'x', IfNoneMatch: '"etag"' })),
    ).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('has a counterpart, If-Match, which replaces only what is known', async () => {
    const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'known', Body: '1' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'known', Body: '2', IfMatch: ETag }));
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'known', Body: '3', IfMatch: ETag })),
    ).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'unknown', Body: '3', IfMatch: ETag })),
    ).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('encryption', () => {
  const lastUse = () => service.keys.uses.at(-1);

  it("follows the bucket's default under the object's ARN", async () => {
    const written = await client.send(new PutObjectCommand({ Bucket, Key: 'e', Body: 'personal' }));
    expect(written).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: bucketKeyArn });
    expect(lastUse()).toMatchObject({
      keyArn: bucketKeyArn,
      arn: 'arn:aws:s3:::kyc/e',
      principal: { roleName: 'writer' },
    });
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'e' }))).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: bucketKeyArn,
    });
  });

  it('names the bucket instead of the object with a bucket key', async () => {
    const written = await client.send(new PutObjectCommand({ Bucket: 'keyed', Key: 'e', Body: 'personal' }));
    expect(written.BucketKeyEnabled).toBe(true);
    expect(lastUse()?.arn).toBe('arn:aws:s3:::keyed');
    expect(await read('e', 'keyed')).toBe('personal');
  });

  it('follows a request that names another key, or none of ours', async () => {
    const put = (sse: Partial<PutObjectCommand['input']>) =>
      client.send(new PutObjectCommand({ Bucket, Key: 'f', Body: 'x', ...sse }));
    expect(await put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: otherKeyArn })).toMatchObject({
      SSEKMSKeyId: otherKeyArn,
    });
    expect(await put({ ServerSideEncryption: 'AES256' })).toMatchObject({ ServerSideEncryption: 'AES256' });
    await expect(put({ SSEKMSKeyId: otherKeyArn })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(
      put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'arn:aws:kms:x:0:key/none' }),
    ).rejects.toMatchObject({ name: 'KMS.NotFoundException' });
  });

  it('gives an object under KMS an ETag that is no hash of it, and a plain one its MD5', async () => {
    const md5 = `"${createHash('md5').update('x').digest('hex')}"`;
    expect((await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'x', Body: 'x' }))).ETag).toBe(md5);
    expect((await client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))).ETag).not.toBe(md5);
  });

  it('leaves nothing readable of a body under KMS in the files', async () => {
    const fs = await import('node:fs');
    const os = await import('node:os');
    const path = await import('node:path');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'storage-'));
    const kept = await serveStorage([sealedBucket(Bucket), { BucketName: 'plain' }], { folder });
    const writer = kept.clientOf('writer');
    await writer.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'canary-sealed' }));
    await writer.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: 'canary-plain' }));
    await kept.close();
    const bytes = fs
      .readdirSync(folder)
      .map((name) => fs.readFileSync(path.join(folder, name), 'latin1'))
      .join('');
    fs.rmSync(folder, { recursive: true });
    expect(bytes).toContain('canary-plain');
    expect(bytes).not.toContain('canary-sealed');
  });

  it('denies a reader who may read the object but not use its key', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'g', Body: 'x' }));
    const reader = service.clientOf('keyless');
    service.keys.revoke('keyless');
    await expect(reader.send(new GetObjectCommand({ Bucket, Key: 'g' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });
});
