import type { CorsRule } from '#local/s3/cors.ts';
import type { LifecycleRule } from '#local/s3/lifecycle-rule.ts';

/** How objects are encrypted when a request does not say. */
export interface BucketEncryption {
  algorithm: 'AES256' | 'aws:kms';
  /** Id or ARN of the KMS key; `alias/aws/s3` when the bucket names none. */
  keyId: string;
  /** With a bucket key the encryption context names the bucket, not the object. */
  usesBucketKey: boolean;
}

/** A bucket as its template declares it. */
export interface Bucket {
  name: string;
  isVersioned: boolean;
  encryption: BucketEncryption;
  /** Whether changes are announced on the event bus. */
  announcesEvents: boolean;
  corsRules: readonly CorsRule[];
  lifecycleRules: readonly LifecycleRule[];
  /** Object Lock: how long a version cannot be deleted. Governance counts like compliance: nobody may bypass it. */
  retentionDays: number | undefined;
}

/** `arn:aws:s3:::<bucket>`. */
export function bucketArn(bucketName: string): string {
  return `arn:aws:s3:::${bucketName}`;
}

/** `arn:aws:s3:::<bucket>/<key>`. */
export function objectArn(bucketName: string, key: string): string {
  return `arn:aws:s3:::${bucketName}/${key}`;
}
