import { AwsError, notImplemented } from '#local/aws-error.ts';
import { checksumHeaders } from '#local/s3/checksums.ts';
import { openBody } from '#local/s3/encryption.ts';
import { findVersion } from '#local/s3/find-version.ts';
import { readDescription } from '#local/s3/object-description.ts';
import { authorizeObject, authorizeWrite } from '#local/s3/permission.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import type { ObjectVersion } from '#local/s3/versions.ts';
import { versionHeaders, writeObject, type Writing } from '#local/s3/write-object.ts';
import { renderDocument } from '#local/s3/xml.ts';

/** The read of the source that a copy amounts to: `/<bucket>/<key>?versionId=<id>`, percent-encoded. */
function readSource(request: StorageRequest): StorageRequest {
  const conditional = Object.keys(request.headers).find((name) => name.startsWith('x-amz-copy-source-'));
  if (conditional !== undefined) throw notImplemented(`the header ${conditional}`);
  const [address = '', versionId] = (request.headers['x-amz-copy-source'] ?? '').split('?versionId=', 2);
  const [bucketName = '', ...segments] = decodeURIComponent(address).replace(/^\//, '').split('/');
  if (segments.length === 0) {
    throw new AwsError('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  }
  const query = new URLSearchParams(versionId === undefined ? {} : { versionId });
  return { ...request, method: 'GET', bucketName, key: segments.join('/'), query };
}

function copyTags(store: Store, request: StorageRequest, source: ObjectVersion): Record<string, string> {
  const { tags } = source.description;
  if (Object.keys(tags).length > 0) {
    const { bucketName, key } = source;
    authorizeObject(store, request, { action: 'GetObjectTagging', bucketName, key, tags });
    authorizeObject(store, request, { action: 'PutObjectTagging' });
  }
  return tags;
}

/** Headers, metadata and tags come from the source unless the request replaces them. */
function describeCopy(store: Store, request: StorageRequest, source: ObjectVersion): Writing['described'] {
  const fresh = readDescription(request.headers);
  const kept = request.headers['x-amz-metadata-directive'] === 'REPLACE' ? fresh : source.description;
  const replacesTags = request.headers['x-amz-tagging-directive'] === 'REPLACE';
  return {
    headers: kept.headers,
    metadata: kept.metadata,
    tags: replacesTags ? fresh.tags : copyTags(store, request, source),
    checksums: source.description.checksums,
  };
}

/** Copies an object; it is encrypted anew as request and target bucket say, never as the source was. */
export function copyObject(store: Store, request: StorageRequest): StorageAnswer {
  const bucket = findBucket(store, request.bucketName);
  const reading = readSource(request);
  const source = findVersion(store, reading, { onLatest: 'GetObject', onVersion: 'GetObjectVersion' });
  authorizeWrite(store, request);
  const { encryption } = source.description;
  const body = openBody(store, { encryption, principal: request.principal }, store.versions.bodyOf(source));
  const described = describeCopy(store, request, source);
  const version = writeObject(store, request, { body, described, reason: 'CopyObject' });
  const { etag: _, ...headers } = { ...versionHeaders(bucket, version), ...checksumHeaders(described.checksums) };
  const isSourceNamed = reading.query.has('versionId');
  return {
    status: 200,
    headers: { ...headers, ...(isSourceNamed && { 'x-amz-copy-source-version-id': source.versionId }) },
    body: renderDocument('CopyObjectResult', {
      ETag: `"${version.description.etag}"`,
      LastModified: new Date(version.modifiedAtMs).toISOString(),
    }),
  };
}
