import { notImplemented } from '#local/aws-error.ts';
import type { Bucket } from '#local/s3/bucket.ts';
import { encryptionHeaders, sealBody } from '#local/s3/encryption.ts';
import type { ObjectDescription } from '#local/s3/object-description.ts';
import { announce, type ChangeReason } from '#local/s3/object-event.ts';
import { checkWrite } from '#local/s3/precondition.ts';
import type { StorageRequest } from '#local/s3/request.ts';
import { retainedUntilMs } from '#local/s3/retention.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import type { ObjectVersion } from '#local/s3/versions.ts';

/** What shall be written, and why. */
export interface Writing {
  body: Buffer;
  described: Pick<ObjectDescription, 'headers' | 'metadata' | 'tags' | 'checksums'>;
  reason: ChangeReason;
}

const refusedPrefixes = ['x-amz-object-lock-', 'x-amz-grant-', 'x-amz-website-redirect-'];

/** Refuses settings that would otherwise be dropped silently. */
function checkSettings({ headers }: StorageRequest): void {
  const refused = Object.keys(headers).find((name) => refusedPrefixes.some((prefix) => name.startsWith(prefix)));
  if (refused !== undefined) throw notImplemented(`the header ${refused}`);
  if ((headers['x-amz-acl'] ?? 'private') !== 'private') throw notImplemented('access control lists');
}

/** Encrypts and stores an object as request and bucket say, and announces it. Permissions lie with the caller. */
export function writeObject(store: Store, request: StorageRequest, writing: Writing): ObjectVersion {
  const { bucketName, key, headers, principal } = request;
  const bucket = findBucket(store, bucketName);
  checkSettings(request);
  checkWrite(request, store.versions.latest(request));
  const sealed = sealBody(store, { bucket, key, headers, principal }, writing.body);
  const modifiedAtMs = store.clock.now();
  const description: ObjectDescription = {
    ...writing.described,
    size: writing.body.length,
    etag: sealed.etag,
    encryption: sealed.encryption,
    retainedUntilMs: retainedUntilMs(bucket, modifiedAtMs),
  };
  const version = store.versions.add({
    bucketName,
    key,
    isVersioned: bucket.isVersioned,
    modifiedAtMs,
    content: { description, body: sealed.body },
  });
  announce(store, { bucket, version, reason: writing.reason });
  return { ...version, description };
}

/** The headers by which S3 names what was written: ETag, version and encryption. */
export function versionHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return {
    etag: `"${version.description.etag}"`,
    ...(bucket.isVersioned && { 'x-amz-version-id': version.versionId }),
    ...encryptionHeaders(version.description),
  };
}
