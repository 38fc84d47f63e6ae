import { AwsError } from '#local/aws-error.ts';
import { verifyChecksums } from '#local/s3/checksums.ts';
import { findVersion } from '#local/s3/find-version.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import type { Version } from '#local/s3/versions.ts';
import { readElement, readElements, renderDocument } from '#local/s3/xml.ts';

const tagsMax = 10;

function answerHeaders(store: Store, version: Version): Record<string, string> {
  return findBucket(store, version.bucketName).isVersioned ? { 'x-amz-version-id': version.versionId } : {};
}

/** Answers the tags of an object. */
export function getObjectTagging(store: Store, request: StorageRequest): StorageAnswer {
  const action = { onLatest: 'GetObjectTagging', onVersion: 'GetObjectVersionTagging' };
  const version = findVersion(store, request, action);
  const tags = Object.entries(version.description.tags).map(([key, value]) => ({ Key: key, Value: value }));
  return {
    status: 200,
    headers: answerHeaders(store, version),
    body: renderDocument('Tagging', { TagSet: { Tag: tags } }),
  };
}

/** Takes all tags off an object. */
export function deleteObjectTagging(store: Store, request: StorageRequest): StorageAnswer {
  const action = { onLatest: 'DeleteObjectTagging', onVersion: 'DeleteObjectVersionTagging' };
  const version = findVersion(store, request, action);
  store.versions.describe(version, { ...version.description, tags: {} });
  return { status: 204, headers: answerHeaders(store, version) };
}

/** Replaces the tags of an object. Throws BadRequest above ten tags. */
export function putObjectTagging(store: Store, request: StorageRequest): StorageAnswer {
  const action = { onLatest: 'PutObjectTagging', onVersion: 'PutObjectVersionTagging' };
  const version = findVersion(store, request, action);
  verifyChecksums(request.headers, request.body);
  const tags = readElements(request.body.toString(), 'Tag').map(
    (tag) => [readElement(tag, 'Key') ?? '', readElement(tag, 'Value') ?? ''] as const,
  );
  if (tags.length > tagsMax) throw new AwsError('BadRequest', 'Object tags cannot be greater than 10');
  store.versions.describe(version, { ...version.description, tags: Object.fromEntries(tags) });
  return { status: 200, headers: answerHeaders(store, version) };
}
