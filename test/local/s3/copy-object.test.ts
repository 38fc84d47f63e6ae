import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketKeyArn, sealedBucket, serveStorage, type StorageService } from '#test/support/local/storage-service.ts';

let service: StorageService;
let client: S3Client;

beforeAll(async () => {
  service = await serveStorage([sealedBucket('kyc'), { BucketName: 'plain' }]);
  client = service.clientOf('intake');
  await client.send(
    new PutObjectCommand({
      Bucket: 'plain',
      Key: 'incoming/ü 1',
      Body: 'document',
      ContentType: 'application/pdf',
      Metadata: { slot: '1' },
      Tagging: 'state=new',
    }),
  );
});
afterAll(() => service.close());

const copy = (changes: Partial<CopyObjectCommand['input']> = {}) =>
  client.send(
    new CopyObjectCommand({
      Bucket: 'kyc',
      Key: 'accepted/1',
      CopySource: `plain/${encodeURIComponent('incoming/ü 1')}`,
      ...changes,
    }),
  );

describe('copying objects', () => {
  it('keeps what describes the source, and encrypts as the target does', async () => {
    expect(await copy()).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: bucketKeyArn });
    const found = await client.send(new GetObjectCommand({ Bucket: 'kyc', Key: 'accepted/1' }));
    expect(await found.Body!.transformToString()).toBe('document');
    expect(found).toMatchObject({ ContentType: 'application/pdf', Metadata: { slot: '1' }, TagCount: 1 });
    expect(service.events.at(-1)?.detail).toMatchObject({ reason: 'CopyObject', object: { key: 'accepted/1' } });
  });

  it('replaces description and tags where the request says so', async () => {
    await copy({
      MetadataDirective: 'REPLACE',
      ContentType: 'image/png',
      TaggingDirective: 'REPLACE',
      Tagging: 'a=1&b=2',
    });
    expect(await client.send(new HeadObjectCommand({ Bucket: 'kyc', Key: 'accepted/1' }))).toMatchObject({
      ContentType: 'image/png',
      Metadata: {},
      TagCount: 2,
    });
  });

  it('copies the version that the request names', async () => {
    const put = (Body: string) => client.send(new PutObjectCommand({ Bucket: 'kyc', Key: 'incoming/2', Body }));
    const { VersionId } = await put('claimed');
    await put('later');
    const copied = await copy({ CopySource: `kyc/incoming/2?versionId=${VersionId}` });
    expect(copied.CopySourceVersionId).toBe(VersionId);
    const found = await client.send(new GetObjectCommand({ Bucket: 'kyc', Key: 'accepted/1' }));
    expect(await found.Body!.transformToString()).toBe('claimed');
  });

  it('refuses a source that is not there', async () => {
    await expect(copy({ CopySource: 'plain/none' })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('needs to read the source and to write the target', async () => {
    const read = { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectTagging'], Resource: 'arn:aws:s3:::plain/*' };
    const write = { Effect: 'Allow', Action: ['s3:PutObject', 's3:PutObjectTagging'], Resource: 'arn:aws:s3:::kyc/*' };
    const command = () => new CopyObjectCommand({ Bucket: 'kyc', Key: 'b', CopySource: 'plain/incoming%2F%C3%BC%201' });
    await expect(service.clientOf('readonly', read).send(command())).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(service.clientOf('writeonly', write).send(command())).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(service.clientOf('both', read, write).send(command())).resolves.toBeDefined();
  });
});
