import { AwsError } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import type { Authorize } from '#local/identity.ts';
import type { Bucket } from '#local/s3/bucket.ts';
import type { ObjectEvent } from '#local/s3/object-event.ts';
import type { ObjectKeys } from '#local/s3/object-keys.ts';
import type { Versions } from '#local/s3/versions.ts';

/** What every S3 operation works on. */
export interface Store {
  clock: Clock;
  buckets: ReadonlyMap<string, Bucket>;
  versions: Versions;
  keys: ObjectKeys;
  authorize: Authorize;
  emit: (event: ObjectEvent) => void;
}

/** Finds a bucket. Throws NoSuchBucket. */
export function findBucket(store: Store, name: string): Bucket {
  const bucket = store.buckets.get(name);
  if (bucket === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404 });
  return bucket;
}
