import { readByteRange } from '#local/s3/byte-range.ts';
import { checksumHeaders } from '#local/s3/checksums.ts';
import { openBody } from '#local/s3/encryption.ts';
import { findVersion } from '#local/s3/find-version.ts';
import { metadataHeaders } from '#local/s3/object-description.ts';
import { isKnownToReader } from '#local/s3/precondition.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import type { ObjectVersion } from '#local/s3/versions.ts';
import { versionHeaders } from '#local/s3/write-object.ts';

const readAction = { onLatest: 'GetObject', onVersion: 'GetObjectVersion' };

/** `response-content-disposition` and its kind set a header of the answer. */
function overriddenHeaders(query: URLSearchParams): Record<string, string> {
  const prefix = 'response-';
  return Object.fromEntries(
    [...query].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

function wantsChecksum({ headers }: StorageRequest): boolean {
  return headers['x-amz-checksum-mode'] === 'ENABLED' && headers['range'] === undefined;
}

function objectHeaders(store: Store, request: StorageRequest, version: ObjectVersion): Record<string, string> {
  const { description } = version;
  const tagCount = Object.keys(description.tags).length;
  return {
    ...versionHeaders(findBucket(store, request.bucketName), version),
    ...description.headers,
    ...metadataHeaders(description.metadata),
    ...(tagCount > 0 && { 'x-amz-tagging-count': String(tagCount) }),
    ...(wantsChecksum(request) && checksumHeaders(description.checksums)),
    'last-modified': new Date(version.modifiedAtMs).toUTCString(),
    'accept-ranges': 'bytes',
    ...overriddenHeaders(request.query),
  };
}

function decrypt(store: Store, { principal }: StorageRequest, version: ObjectVersion): Buffer {
  const { encryption } = version.description;
  return openBody(store, { encryption, principal }, store.versions.bodyOf(version));
}

/** Reads an object, whole or a range of it. */
export function getObject(store: Store, request: StorageRequest): StorageAnswer {
  const version = findVersion(store, request, readAction);
  const headers = objectHeaders(store, request, version);
  if (isKnownToReader(request, version.description.etag)) return { status: 304, headers };
  const body = decrypt(store, request, version);
  const range = readByteRange(request.headers['range'], body.length);
  if (range === undefined) return { status: 200, headers, body };
  const contentRange = `bytes ${range.first}-${range.last}/${body.length}`;
  return {
    status: 206,
    headers: { ...headers, 'content-range': contentRange },
    body: body.subarray(range.first, range.last + 1),
  };
}

/** Describes an object without its body. Its key is asked for only when the checksum is, as S3 documents it. */
export function headObject(store: Store, request: StorageRequest): StorageAnswer {
  const version = findVersion(store, request, readAction);
  const headers = objectHeaders(store, request, version);
  if (isKnownToReader(request, version.description.etag)) return { status: 304, headers };
  if (wantsChecksum(request)) decrypt(store, request, version);
  return { status: 200, headers: { ...headers, 'content-length': String(version.description.size) } };
}
