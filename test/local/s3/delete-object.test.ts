import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedBucket, serveStorage, type StorageService } from '#test/support/local/storage-service.ts';

const Bucket = 'kyc';
let service: StorageService;
let client: S3Client;

beforeAll(async () => {
  service = await serveStorage([
    sealedBucket(Bucket),
    { BucketName: 'plain', NotificationConfiguration: { EventBridgeConfiguration: {} } },
    sealedBucket('evidence', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } },
      },
    }),
  ]);
  client = service.clientOf('eraser');
});
afterAll(() => service.close());

const put = async (Key: string, bucketName = Bucket) =>
  (await client.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: 'x' }))).VersionId;
const read = (Key: string) => client.send(new GetObjectCommand({ Bucket, Key }));
const left = (key: string, bucketName = Bucket) => service.s3.versionsIn(bucketName).filter((one) => one.key === key);

describe('deleting objects', () => {
  it('hides a versioned object behind a delete marker, whose removal brings it back', async () => {
    await put('a');
    const deleted = await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    await expect(read('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(service.events.at(-1)).toMatchObject({
      'detail-type': 'Object Deleted',
      resources: ['arn:aws:s3:::kyc'],
      detail: {
        reason: 'DeleteObject',
        'deletion-type': 'Delete Marker Created',
        bucket: { name: Bucket },
        object: { key: 'a', 'version-id': deleted.VersionId },
      },
    });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: deleted.VersionId }));
    await expect(read('a')).resolves.toBeDefined();
  });

  it('deletes a named version for good', async () => {
    const [first, second] = [await put('b'), await put('b')];
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'b', VersionId: second }));
    expect(left('b').map(({ versionId }) => versionId)).toEqual([first]);
    expect(service.events.at(-1)?.detail).toMatchObject({ 'deletion-type': 'Permanently Deleted' });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'b', VersionId: first }));
    expect(left('b')).toEqual([]);
  });

  it('makes deleting a version a permission of its own', async () => {
    const VersionId = await put('c');
    const marker = service.clientOf('marker', { Effect: 'Allow', Action: 's3:DeleteObject', Resource: '*' });
    await expect(marker.send(new DeleteObjectCommand({ Bucket, Key: 'c' }))).resolves.toBeDefined();
    await expect(marker.send(new DeleteObjectCommand({ Bucket, Key: 'c', VersionId }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('deletes at once where there are no versions, and does not mind what is not there', async () => {
    await put('d', 'plain');
    await client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'd' }));
    expect(left('d', 'plain')).toEqual([]);
    await expect(client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'd' }))).resolves.toBeDefined();
  });

  it('gives later changes of a key greater sequencers', async () => {
    const VersionId = await put('e');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'e', VersionId }));
    await put('e');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'e' }));
    const sequencers = service.events
      .map(({ detail }) => detail['object'] as { key: string; sequencer: string })
      .filter(({ key }) => key === 'e')
      .map(({ sequencer }) => sequencer);
    expect(sequencers).toHaveLength(4);
    expect(sequencers).toEqual(sequencers.toSorted());
  });
});

describe('deleting many objects', () => {
  it('deletes each, and tells which ones it did not', async () => {
    const versionId = await put('many/1&<2>');
    await put('many/kept');
    const client2 = service.clientOf(
      'many',
      { Effect: 'Allow', Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'], Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::kyc/many/kept' },
    );
    const result = await client2.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'many/1&<2>', VersionId: versionId }, { Key: 'many/kept' }, { Key: 'many/none' }] },
      }),
    );
    expect(result.Deleted).toMatchObject([
      { Key: 'many/1&<2>', VersionId: versionId },
      { Key: 'many/none', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
    ]);
    expect(result.Errors).toMatchObject([{ Key: 'many/kept', Code: 'AccessDenied' }]);
    expect(left('many/1&<2>')).toEqual([]);
  });

  it('answers errors only when it is asked to be quiet', async () => {
    const result = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: [{ Key: 'many/kept' }] } }),
    );
    expect(result.Deleted).toBeUndefined();
  });
});

describe('Object Lock', () => {
  it('keeps a version until its time, however it is asked', async () => {
    const locked = service.clientOf('auditor');
    const VersionId = await put('segment', 'evidence');
    const command = new DeleteObjectCommand({ Bucket: 'evidence', Key: 'segment', VersionId });
    await expect(locked.send(command)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('object lock'),
    });
    await locked.send(new DeleteObjectCommand({ Bucket: 'evidence', Key: 'segment' }));
    expect(left('segment', 'evidence')).toHaveLength(2);
    service.clock.turnBy(30 * 86_400_000);
    await service.clientOf('auditor').send(command);
    expect(left('segment', 'evidence')).toHaveLength(1);
  });
});
