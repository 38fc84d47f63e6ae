import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { sealedBucket, serveStorage, type StorageService } from '#test/support/local/storage-service.ts';

const dayMs = 86_400_000;
const Bucket = 'kyc';
let service: StorageService;

afterEach(() => service.close());

async function open(rule: Record<string, unknown>, properties: Record<string, unknown> = {}): Promise<void> {
  await openWith([rule], properties);
}

async function openWith(rules: Record<string, unknown>[], properties: Record<string, unknown> = {}): Promise<void> {
  const LifecycleConfiguration = { Rules: rules.map((rule) => ({ Status: 'Enabled', ...rule })) };
  service = await serveStorage([sealedBucket(Bucket, { LifecycleConfiguration, ...properties })]);
}

const put = (Key: string) => service.clientOf('w').send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
const states = () =>
  service.s3.versionsIn(Bucket).map(({ key, description }) => (description ? key : `${key} (marker)`));

describe('lifecycle rules', () => {
  it('end objects under a prefix at the midnight after their days', async () => {
    await open({ Prefix: 'incoming/', ExpirationInDays: 1 });
    await put('incoming/a');
    await put('accepted/a');
    service.clock.turnBy(dayMs - 1000);
    expect(states()).toEqual(['accepted/a', 'incoming/a']);
    service.clock.turnBy(dayMs + 1000);
    expect(states()).toEqual(['accepted/a', 'incoming/a (marker)', 'incoming/a']);
    expect(service.events.at(-1)).toMatchObject({
      'detail-type': 'Object Deleted',
      detail: {
        reason: 'Lifecycle Expiration',
        requester: 's3.amazonaws.com',
        'deletion-type': 'Delete Marker Created',
      },
    });
  });

  it('delete versions that were replaced or deleted', async () => {
    await open({ NoncurrentVersionExpiration: { NoncurrentDays: 7 } });
    await put('a');
    await put('a');
    await put('b');
    await service.clientOf('w').send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
    service.clock.turnBy(6 * dayMs);
    expect(states()).toHaveLength(4);
    service.clock.turnBy(2 * dayMs);
    expect(states()).toEqual(['a', 'b (marker)']);
  });

  it('leave nothing of an object when years pass in one turn', async () => {
    await open({
      ExpirationInDays: 30,
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
    });
    await put('a');
    await put('a');
    service.clock.turnBy(7 * 365 * dayMs);
    expect(states()).toEqual([]);
  });

  it('work together whatever their order: end, delete, remove the marker', async () => {
    await openWith([
      { ExpiredObjectDeleteMarker: true },
      { NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
      { Prefix: 'incoming/', ExpirationInDays: 2, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
    ]);
    await put('incoming/a');
    await put('accepted/a');
    service.clock.turnBy(10 * dayMs);
    expect(states()).toEqual(['accepted/a']);
  });

  it('remove delete markers under which nothing is left', async () => {
    await open({ NoncurrentVersionExpiration: { NoncurrentDays: 1 }, ExpiredObjectDeleteMarker: true });
    await put('a');
    await service.clientOf('w').send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    service.clock.turnBy(3 * dayMs);
    expect(states()).toEqual([]);
  });

  it('do not reach what Object Lock keeps', async () => {
    await open(
      { NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
      {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } } },
      },
    );
    await put('a');
    await put('a');
    service.clock.turnBy(300 * dayMs);
    expect(states()).toEqual(['a', 'a']);
    service.clock.turnBy(66 * dayMs);
    expect(states()).toEqual(['a']);
  });

  it('rest while they are disabled', async () => {
    await open({ Status: 'Disabled', ExpirationInDays: 1 });
    await put('a');
    service.clock.turnBy(9 * dayMs);
    expect(states()).toEqual(['a']);
  });
});
