import { cutPage, isAtOrBefore, keyWriter, readCut } from '#local/s3/page.ts';
import { authorizeList } from '#local/s3/permission.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import type { Version } from '#local/s3/versions.ts';
import { renderDocument, type Elements } from '#local/s3/xml.ts';

/** Tells which versions stood on earlier pages; `listed` is in listing order. */
function pastMarker(query: URLSearchParams, listed: readonly Version[]): (version: Version) => boolean {
  const keyMarker = query.get('key-marker') ?? '';
  const versionIdMarker = query.get('version-id-marker');
  const delimiter = query.get('delimiter') ?? '';
  const marked = listed.find(({ key, versionId }) => key === keyMarker && versionId === versionIdMarker);
  if (marked === undefined) return ({ key }) => isAtOrBefore(key, keyMarker, delimiter);
  return (version) => {
    if (version.key === keyMarker) return version.sequence >= marked.sequence;
    return isAtOrBefore(version.key, keyMarker, '');
  };
}

function describe(version: Version, key: string): Elements {
  const { description } = version;
  return {
    Key: key,
    VersionId: version.versionId,
    IsLatest: version.isLatest,
    LastModified: new Date(version.modifiedAtMs).toISOString(),
    ...(description && { ETag: `"${description.etag}"`, Size: description.size, StorageClass: 'STANDARD' }),
  };
}

/** Lists versions and delete markers under a prefix, newest first within a key. */
export function listObjectVersions(store: Store, request: StorageRequest): StorageAnswer {
  const { query } = request;
  const bucket = findBucket(store, request.bucketName);
  authorizeList(store, request, 'ListBucketVersions');
  const cut = readCut(query);
  const listed = store.versions.list(bucket.name, cut.prefix);
  const page = cutPage(listed, { ...cut, isPast: pastMarker(query, listed) });
  const write = keyWriter(query);
  const describeAll = (versions: Version[]): Elements[] => versions.map((one) => describe(one, write(one.key)));
  return {
    status: 200,
    body: renderDocument('ListVersionsResult', {
      Name: bucket.name,
      Prefix: write(cut.prefix),
      KeyMarker: write(query.get('key-marker') ?? ''),
      VersionIdMarker: query.get('version-id-marker') ?? '',
      MaxKeys: cut.entriesMax,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.isTruncated,
      NextKeyMarker: page.isTruncated ? write(page.lastKey) : undefined,
      NextVersionIdMarker: page.isTruncated ? page.lastVersion?.versionId : undefined,
      Version: describeAll(page.versions.filter(({ description }) => description !== undefined)),
      DeleteMarker: describeAll(page.versions.filter(({ description }) => description === undefined)),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: write(prefix) })),
    }),
  };
}
