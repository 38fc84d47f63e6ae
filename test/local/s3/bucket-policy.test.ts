import {
  CopyObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bucketKeyArn,
  otherKeyArn,
  sealedBucket,
  serveStorage,
  type StorageService,
} from '#test/support/local/storage-service.ts';

const Bucket = 'kyc';
const objects = 'arn:aws:s3:::kyc/*';
let service: StorageService;
let client: S3Client;

beforeAll(async () => {
  service = await serveStorage([sealedBucket(Bucket)]);
  client = service.clientOf('writer');
  const denyPut = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: objects };
  service.setBucketPolicy(
    Bucket,
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: objects,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    { ...denyPut, Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } } },
    { ...denyPut, Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': bucketKeyArn } } },
  );
});
afterAll(() => service.close());

const put = (sse: Partial<PutObjectCommand['input']>) =>
  client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...sse }));

describe('bucket policies', () => {
  it('let through what meets them, over what counts as TLS', async () => {
    await expect(put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: bucketKeyArn })).resolves.toBeDefined();
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a' }))).resolves.toBeDefined();
  });

  it.each([
    ['what the request leaves to the default of the bucket', {}],
    ['KMS without the key', { ServerSideEncryption: 'aws:kms' as const }],
    ['weaker encryption', { ServerSideEncryption: 'AES256' as const }],
    ['another key', { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: otherKeyArn }],
  ])('deny %s', async (_, sse) => {
    await expect(put(sse)).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('deny') });
  });
});

describe('a gate of tags', () => {
  const gated = 'arn:aws:s3:::kyc/incoming/*';
  const notScanner = { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::000000000000:role/scanner' } };
  const clean = [{ Key: 'Scan', Value: 'CLEAN' }];
  let scanner: S3Client;
  let versions: { first: string | undefined; second: string | undefined };

  beforeAll(async () => {
    service.setBucketPolicy(
      Bucket,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: gated,
        Condition: { StringNotEquals: { 's3:ExistingObjectTag/Scan': 'CLEAN' }, ...notScanner },
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:Delete*Tagging'],
        Resource: gated,
        Condition: notScanner,
      },
    );
    scanner = service.clientOf('scanner');
    const write = () => client.send(new PutObjectCommand({ Bucket, Key: 'incoming/a', Body: 'x' }));
    versions = { first: (await write()).VersionId, second: (await write()).VersionId };
  });

  const read = (reader: S3Client, VersionId: string | undefined) =>
    reader.send(new GetObjectCommand({ Bucket, Key: 'incoming/a', VersionId }));
  const tag = (tagger: S3Client, VersionId: string | undefined, TagSet = clean) =>
    tagger.send(new PutObjectTaggingCommand({ Bucket, Key: 'incoming/a', VersionId, Tagging: { TagSet } }));

  it('hides what has no tag from all but the one it excepts', async () => {
    await expect(read(client, versions.first)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(read(client, undefined)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(read(scanner, versions.first)).resolves.toBeDefined();
  });

  it('lets nobody else tag, with the upload or afterwards, or take tags off', async () => {
    await expect(tag(client, versions.first)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'incoming/b', Body: 'x', Tagging: 'Scan=CLEAN' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
    for (const VersionId of [versions.first, undefined]) {
      await expect(
        client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'incoming/a', VersionId })),
      ).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });

  it('looks at the tag of the very version that is read', async () => {
    await tag(scanner, versions.first);
    await tag(scanner, versions.second, [{ Key: 'Scan', Value: 'INFECTED' }]);
    await expect(read(client, versions.first)).resolves.toBeDefined();
    await expect(read(client, versions.second)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(read(client, undefined)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('cannot be gone around by a copy', async () => {
    const CopySource = `${Bucket}/incoming/a?versionId=${versions.second}`;
    await expect(
      client.send(new CopyObjectCommand({ Bucket, Key: 'elsewhere', CopySource, TaggingDirective: 'REPLACE' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
