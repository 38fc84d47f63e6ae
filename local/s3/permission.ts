import type { Need } from '#local/identity.ts';
import { bucketArn, objectArn } from '#local/s3/bucket.ts';
import type { StorageRequest } from '#local/s3/request.ts';
import type { Store } from '#local/s3/store.ts';

function authenticationType(request: StorageRequest): string | undefined {
  if (request.signature === undefined) return undefined;
  if (request.method === 'POST' && request.key !== '') return 'POST';
  return request.signature.isPresigned ? 'REST-QUERY-STRING' : 'REST-HEADER';
}

/** The condition keys that every request to S3 has. */
function requestContext(store: Store, request: StorageRequest): Need['context'] {
  const { signature, headers } = request;
  return {
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
    's3:authType': authenticationType(request),
    's3:signatureversion': signature && 'AWS4-HMAC-SHA256',
    's3:signatureAge': signature && String(Math.max(0, Math.floor(store.clock.now() - signature.signedAtMs))),
    's3:x-amz-content-sha256': headers['x-amz-content-sha256'],
  };
}

/** The condition keys of a request that writes an object, from what it asks for and not from what the bucket adds. */
function writeContext({ headers }: StorageRequest): Need['context'] {
  return {
    's3:x-amz-server-side-encryption': headers['x-amz-server-side-encryption'],
    's3:x-amz-server-side-encryption-aws-kms-key-id': headers['x-amz-server-side-encryption-aws-kms-key-id'],
    's3:if-none-match': headers['if-none-match'],
    's3:if-match': headers['if-match'],
  };
}

/** What is asked for, by default of the object that the request names. */
interface AskedOfObject {
  action: string;
  versionId?: string | undefined;
  bucketName?: string;
  key?: string;
  /** The tags of the version that is there, for `s3:ExistingObjectTag/<key>`. */
  tags?: Readonly<Record<string, string>> | undefined;
}

function tagContext(tags: Readonly<Record<string, string>> = {}): Need['context'] {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`s3:ExistingObjectTag/${key}`, value]));
}

/** Asks whether the caller may do something to an object. */
export function authorizeObject(store: Store, request: StorageRequest, asked: AskedOfObject): void {
  store.authorize(request.principal, {
    action: `s3:${asked.action}`,
    resource: objectArn(asked.bucketName ?? request.bucketName, asked.key ?? request.key),
    context: { ...requestContext(store, request), ...tagContext(asked.tags), 's3:VersionId': asked.versionId },
  });
}

/** Asks whether the caller may write the object it names, with the encryption it asks for and the tags it brings. */
export function authorizeWrite(store: Store, request: StorageRequest): void {
  const resource = objectArn(request.bucketName, request.key);
  const context = { ...requestContext(store, request), ...writeContext(request) };
  store.authorize(request.principal, { action: 's3:PutObject', resource, context });
  if (request.headers['x-amz-tagging'] !== undefined) {
    store.authorize(request.principal, { action: 's3:PutObjectTagging', resource, context });
  }
}

/** Asks whether the caller may list the bucket under the prefix it names. */
export function authorizeList(store: Store, request: StorageRequest, action: string): void {
  const { query, bucketName } = request;
  store.authorize(request.principal, {
    action: `s3:${action}`,
    resource: bucketArn(bucketName),
    context: {
      ...requestContext(store, request),
      's3:prefix': query.get('prefix') ?? '',
      's3:delimiter': query.get('delimiter') ?? undefined,
      's3:max-keys': query.get('max-keys') ?? undefined,
    },
  });
}
