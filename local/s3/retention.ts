import { AwsError } from '#local/aws-error.ts';
import type { Bucket } from '#local/s3/bucket.ts';
import type { StorageRequest } from '#local/s3/request.ts';
import type { Version } from '#local/s3/versions.ts';

const dayMs = 86_400_000;

/** Until when a version written now cannot be deleted; undefined in a bucket that does not retain. */
export function retainedUntilMs(bucket: Bucket, nowMs: number): number | undefined {
  return bucket.retentionDays === undefined ? undefined : nowMs + bucket.retentionDays * dayMs;
}

/** Whether Object Lock keeps a version from being deleted. */
export function isRetained({ description }: Version, nowMs: number): boolean {
  return (description?.retainedUntilMs ?? 0) > nowMs;
}

/** Refuses to delete what Object Lock keeps. Throws AccessDenied. */
export function checkRetention(version: Version, nowMs: number): void {
  if (!isRetained(version, nowMs)) return;
  throw new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', { status: 403 });
}

/** A bucket that retains takes only uploads that prove what they carry. Throws InvalidRequest. */
export function checkIntegrityProof(bucket: Bucket, { headers }: StorageRequest): void {
  if (bucket.retentionDays === undefined) return;
  const isProven = Object.keys(headers).some((name) => name === 'content-md5' || name.startsWith('x-amz-checksum-'));
  if (isProven) return;
  throw new AwsError(
    'InvalidRequest',
    'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
  );
}
