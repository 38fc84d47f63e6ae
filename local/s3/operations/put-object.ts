import { checksumHeaders, verifyChecksums } from '#local/s3/checksums.ts';
import { readDescription } from '#local/s3/object-description.ts';
import { authorizeWrite } from '#local/s3/permission.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { checkIntegrityProof } from '#local/s3/retention.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import { versionHeaders, writeObject } from '#local/s3/write-object.ts';

/** Writes an object from the body of a request. */
export function putObject(store: Store, request: StorageRequest): StorageAnswer {
  const bucket = findBucket(store, request.bucketName);
  authorizeWrite(store, request);
  checkIntegrityProof(bucket, request);
  const checksums = verifyChecksums(request.headers, request.body);
  const described = { ...readDescription(request.headers), checksums };
  const version = writeObject(store, request, { body: request.body, described, reason: 'PutObject' });
  return { status: 200, headers: { ...versionHeaders(bucket, version), ...checksumHeaders(checksums) } };
}
