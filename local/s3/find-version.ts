import { AwsError } from '#local/aws-error.ts';
import { authorizeList, authorizeObject } from '#local/s3/permission.ts';
import type { StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import type { ObjectVersion, Version } from '#local/s3/versions.ts';

/** What the caller wants to do with a version: the action on the newest one and on a named one. */
export interface ReadAction {
  onLatest: string;
  onVersion: string;
}

function hasObject(version: Version | undefined): version is ObjectVersion {
  return version?.description !== undefined;
}

/**
 * Finds the version that a request names, newest by default, after asking for permission. Throws NoSuchBucket,
 * NoSuchKey, NoSuchVersion, MethodNotAllowed (a delete marker was named), or AccessDenied: also on a missing object whose
 * caller may not list the bucket, because S3 does not tell such a caller what is there.
 */
export function findVersion(store: Store, request: StorageRequest, action: ReadAction): ObjectVersion {
  const versionId = request.query.get('versionId') ?? undefined;
  findBucket(store, request.bucketName);
  const named = versionId === undefined ? action.onLatest : action.onVersion;
  const version = versionId === undefined ? store.versions.latest(request) : store.versions.find(request, versionId);
  authorizeObject(store, request, { action: named, versionId, tags: version?.description?.tags });
  if (hasObject(version)) return version;
  authorizeList(store, request, 'ListBucket');
  if (versionId === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
  }
  if (version === undefined) {
    throw new AwsError('NoSuchVersion', 'The specified version does not exist.', { status: 404 });
  }
  const message = 'The specified method is not allowed against this resource.';
  throw new AwsError('MethodNotAllowed', message, { status: 405 });
}
