import { notImplemented } from '#local/aws-error.ts';
import { checkPreflight, corsHeaders } from '#local/s3/cors.ts';
import { copyObject } from '#local/s3/operations/copy-object.ts';
import { deleteObject } from '#local/s3/operations/delete-object.ts';
import { deleteObjects } from '#local/s3/operations/delete-objects.ts';
import { getObject, headObject } from '#local/s3/operations/get-object.ts';
import { listObjectVersions } from '#local/s3/operations/list-object-versions.ts';
import { listObjects } from '#local/s3/operations/list-objects.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from '#local/s3/operations/object-tagging.ts';
import { putObject } from '#local/s3/operations/put-object.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';

/** Performs one S3 operation. Throws AwsError. */
export type StorageOperation = (store: Store, request: StorageRequest) => StorageAnswer;

/** Answers whether a web page may call; the headers that say how are added to every answer. */
function preflight(store: Store, request: StorageRequest): StorageAnswer {
  checkPreflight(corsHeaders(findBucket(store, request.bucketName).corsRules, request));
  return { status: 200 };
}

function putOrCopyObject(store: Store, request: StorageRequest): StorageAnswer {
  const isCopy = request.headers['x-amz-copy-source'] !== undefined;
  return isCopy ? copyObject(store, request) : putObject(store, request);
}

/** Operations by method, what the request is about, and subresource. */
const operations: Readonly<Record<string, StorageOperation>> = {
  'GET bucket list-type': listObjects,
  'GET bucket versions': listObjectVersions,
  'POST bucket delete': deleteObjects,
  'GET object': getObject,
  'HEAD object': headObject,
  'PUT object': putOrCopyObject,
  'DELETE object': deleteObject,
  'GET object tagging': getObjectTagging,
  'PUT object tagging': putObjectTagging,
  'DELETE object tagging': deleteObjectTagging,
  'OPTIONS object': preflight,
  'OPTIONS bucket': preflight,
};

/** Parameters that belong to an operation, as against subresources, which name one. */
const parameters = new Set([
  'versionId',
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
  'encoding-type',
  'key-marker',
  'version-id-marker',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
]);

function isParameter(name: string): boolean {
  return parameters.has(name) || name === 'x-id' || name.toLowerCase().startsWith('x-amz-');
}

/**
 * Names what a request asks for, as method, `bucket` or `object`, and subresource. An unknown subresource is part of
 * the name, so that `PUT ?acl` never passes for a plain PUT.
 */
export function nameOperation({ method, key, query }: StorageRequest): string {
  const subresources = [...query.keys()].filter((name) => !isParameter(name));
  return [method, key === '' ? 'bucket' : 'object', ...subresources].join(' ');
}

/** Finds the operation of a request. Throws NotImplemented with its name. */
export function findOperation(request: StorageRequest): StorageOperation {
  const name = nameOperation(request);
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw notImplemented(`the S3 request ${name}`);
  return operation;
}
