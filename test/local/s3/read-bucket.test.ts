import { describe, expect, it } from 'vitest';
import { readBucket } from '#local/s3/read-bucket.ts';
import { bucketKeyArn, sealedBucket } from '#test/support/local/storage-service.ts';

describe('buckets of a template', () => {
  it('are read with encryption, versions, events, origins and rules', () => {
    const bucket = readBucket(
      sealedBucket('kyc', {
        CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['https://a'], AllowedMethods: ['GET'], MaxAge: 5 }] },
        LifecycleConfiguration: { Rules: [{ Id: 'a', Status: 'Enabled', Prefix: 'incoming/', ExpirationInDays: 2 }] },
      }),
    );
    expect(bucket).toMatchObject({
      name: 'kyc',
      isVersioned: true,
      announcesEvents: true,
      encryption: { algorithm: 'aws:kms', keyId: bucketKeyArn, usesBucketKey: false },
      corsRules: [{ allowedOrigins: ['https://a'], allowedHeaders: [], maxAgeSeconds: 5 }],
      lifecycleRules: [{ isEnabled: true, prefix: 'incoming/', expirationDays: 2 }],
    });
  });

  it('are plain where nothing is said', () => {
    expect(readBucket({ BucketName: 'plain' })).toMatchObject({
      isVersioned: false,
      announcesEvents: false,
      encryption: { algorithm: 'AES256' },
    });
  });

  it.each(['Transitions', 'TagFilters', 'ObjectSizeGreaterThan'])(
    'are refused with lifecycle rules by %s',
    (member) => {
      const rule = { Status: 'Enabled', [member]: [] };
      expect(() => readBucket({ BucketName: 'a', LifecycleConfiguration: { Rules: [rule] } })).toThrow(member);
    },
  );
});
