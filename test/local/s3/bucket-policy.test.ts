import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
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
