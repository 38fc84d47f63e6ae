import type { Bucket } from '#local/s3/bucket.ts';
import { announce } from '#local/s3/object-event.ts';
import { authorizeObject } from '#local/s3/permission.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { checkRetention } from '#local/s3/retention.ts';
import { findBucket, type Store } from '#local/s3/store.ts';

/** What a deletion did. */
export interface Deletion {
  /** The version that went, or the delete marker that came. */
  versionId: string | undefined;
  /** Whether a delete marker came or went. */
  isMarker: boolean;
}

function deleteVersion(store: Store, bucket: Bucket, target: { key: string; versionId: string }): Deletion {
  const version = store.versions.find({ bucketName: bucket.name, key: target.key }, target.versionId);
  if (version === undefined) return { versionId: target.versionId, isMarker: false };
  checkRetention(version, store.clock.now());
  store.versions.drop(version);
  announce(store, { bucket, version, reason: 'DeleteObject', deletion: 'Permanently Deleted' });
  return { versionId: target.versionId, isMarker: version.description === undefined };
}

function deleteLatest(store: Store, bucket: Bucket, key: string): Deletion {
  const place = { bucketName: bucket.name, key };
  if (bucket.isVersioned) {
    const version = store.versions.add({ ...place, isVersioned: true, modifiedAtMs: store.clock.now() });
    announce(store, { bucket, version, reason: 'DeleteObject', deletion: 'Delete Marker Created' });
    return { versionId: version.versionId, isMarker: true };
  }
  const version = store.versions.latest(place);
  if (version === undefined) return { versionId: undefined, isMarker: false };
  store.versions.drop(version);
  announce(store, { bucket, version, reason: 'DeleteObject', deletion: 'Permanently Deleted' });
  return { versionId: undefined, isMarker: false };
}

/**
 * Deletes a named version for good; without a version hides the object behind a delete marker or, in a bucket without
 * versioning, deletes it. What is not there counts as deleted. Throws AccessDenied.
 */
export function removeObject(
  store: Store,
  request: StorageRequest,
  { key, versionId }: { key: string; versionId: string | undefined },
): Deletion {
  const bucket = findBucket(store, request.bucketName);
  const action = versionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion';
  authorizeObject(store, request, { action, key, versionId });
  return versionId === undefined ? deleteLatest(store, bucket, key) : deleteVersion(store, bucket, { key, versionId });
}

/** Deletes one object or version. */
export function deleteObject(store: Store, request: StorageRequest): StorageAnswer {
  const versionId = request.query.get('versionId') ?? undefined;
  const deletion = removeObject(store, request, { key: request.key, versionId });
  return {
    status: 204,
    headers: {
      ...(deletion.versionId !== undefined && { 'x-amz-version-id': deletion.versionId }),
      ...(deletion.isMarker && { 'x-amz-delete-marker': 'true' }),
    },
  };
}
