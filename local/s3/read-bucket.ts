import {
  flagAt,
  optionalNumberAt,
  optionalTextAt,
  recordAt,
  recordsAt,
  textAt,
  textsAt,
  type Properties,
} from '#local/template/properties.ts';
import type { Bucket, BucketEncryption } from '#local/s3/bucket.ts';
import type { CorsRule } from '#local/s3/cors.ts';
import { readLifecycleRule } from '#local/s3/lifecycle-rule.ts';

function readEncryption(properties: Properties): BucketEncryption {
  const [rule = {}] = recordsAt(recordAt(properties, 'BucketEncryption'), 'ServerSideEncryptionConfiguration');
  const byDefault = recordAt(rule, 'ServerSideEncryptionByDefault');
  const algorithm = optionalTextAt(byDefault, 'SSEAlgorithm') ?? 'AES256';
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') throw new TypeError(`Encryption by ${algorithm} is not local`);
  return {
    algorithm,
    keyId: optionalTextAt(byDefault, 'KMSMasterKeyID') ?? 'alias/aws/s3',
    usesBucketKey: flagAt(rule, 'BucketKeyEnabled'),
  };
}

function readCorsRule(rule: Properties): CorsRule {
  return {
    allowedOrigins: textsAt(rule, 'AllowedOrigins'),
    allowedMethods: textsAt(rule, 'AllowedMethods'),
    allowedHeaders: textsAt(rule, 'AllowedHeaders'),
    exposedHeaders: textsAt(rule, 'ExposedHeaders'),
    maxAgeSeconds: optionalNumberAt(rule, 'MaxAge'),
  };
}

const daysPerYear = 365;

function readRetentionDays(properties: Properties): number | undefined {
  const rule = recordAt(recordAt(properties, 'ObjectLockConfiguration'), 'Rule');
  const retention = recordAt(rule, 'DefaultRetention');
  const years = optionalNumberAt(retention, 'Years');
  return optionalNumberAt(retention, 'Days') ?? (years === undefined ? undefined : years * daysPerYear);
}

/**
 * Reads a bucket from the resolved properties of an `AWS::S3::Bucket` (with `BucketName`). Throws on settings that the
 * local cloud would have to ignore. What is knowingly inert: access logs, public-access blocks, ownership, tags.
 */
export function readBucket(properties: Properties): Bucket {
  const notifications = recordAt(properties, 'NotificationConfiguration');
  const isLocked = flagAt(properties, 'ObjectLockEnabled');
  const versioning = optionalTextAt(recordAt(properties, 'VersioningConfiguration'), 'Status');
  return {
    name: textAt(properties, 'BucketName'),
    isVersioned: versioning === 'Enabled' || isLocked,
    encryption: readEncryption(properties),
    announcesEvents: 'EventBridgeConfiguration' in notifications,
    corsRules: recordsAt(recordAt(properties, 'CorsConfiguration'), 'CorsRules').map(readCorsRule),
    lifecycleRules: recordsAt(recordAt(properties, 'LifecycleConfiguration'), 'Rules').map(readLifecycleRule),
    retentionDays: isLocked ? readRetentionDays(properties) : undefined,
  };
}
