import { notImplemented } from '#local/aws-error.ts';
import { cutPage, isAtOrBefore, keyWriter, readCut } from '#local/s3/page.ts';
import { authorizeList } from '#local/s3/permission.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import { renderDocument } from '#local/s3/xml.ts';

function readMarker(query: URLSearchParams): string {
  const token = query.get('continuation-token');
  if (token !== null) return Buffer.from(token, 'base64url').toString();
  return query.get('start-after') ?? '';
}

/** Lists the objects under a prefix (ListObjectsV2); what a delete marker hides is not there. */
export function listObjects(store: Store, request: StorageRequest): StorageAnswer {
  const { query } = request;
  if (query.get('list-type') !== '2') throw notImplemented('ListObjects other than version 2');
  const bucket = findBucket(store, request.bucketName);
  authorizeList(store, request, 'ListBucket');
  const cut = readCut(query);
  const marker = readMarker(query);
  const objects = store.versions
    .list(bucket.name, cut.prefix)
    .filter((version) => version.isLatest && version.description !== undefined);
  const page = cutPage(objects, { ...cut, isPast: ({ key }) => isAtOrBefore(key, marker, cut.delimiter) });
  const write = keyWriter(query);
  return {
    status: 200,
    body: renderDocument('ListBucketResult', {
      Name: bucket.name,
      Prefix: write(cut.prefix),
      Delimiter: cut.delimiter === '' ? undefined : write(cut.delimiter),
      MaxKeys: cut.entriesMax,
      EncodingType: query.get('encoding-type') ?? undefined,
      KeyCount: page.versions.length + page.commonPrefixes.length,
      IsTruncated: page.isTruncated,
      NextContinuationToken: page.isTruncated ? Buffer.from(page.lastKey).toString('base64url') : undefined,
      Contents: page.versions.map((version) => ({
        Key: write(version.key),
        LastModified: new Date(version.modifiedAtMs).toISOString(),
        ETag: `"${version.description?.etag ?? ''}"`,
        Size: version.description?.size,
        StorageClass: 'STANDARD',
      })),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: write(prefix) })),
    }),
  };
}
