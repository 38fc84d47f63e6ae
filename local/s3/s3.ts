import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import { openDatabase } from '#local/database.ts';
import type { Authorize, Principal } from '#local/identity.ts';
import { answerHttp, errorAnswer } from '#local/s3/answer-http.ts';
import type { Bucket } from '#local/s3/bucket.ts';
import { corsHeaders } from '#local/s3/cors.ts';
import { sweepExpired } from '#local/s3/lifecycle.ts';
import type { ObjectEvent } from '#local/s3/object-event.ts';
import type { ObjectKeys } from '#local/s3/object-keys.ts';
import { postObject } from '#local/s3/operations/post-object.ts';
import { readRequest, type StorageAnswer, type StorageRequest } from '#local/s3/request.ts';
import { findOperation, nameOperation } from '#local/s3/route.ts';
import type { Store } from '#local/s3/store.ts';
import { openVersions, type Version } from '#local/s3/versions.ts';
import type { CredentialOf } from '#local/signature/credential.ts';
import { pathOf } from '#local/signature/signed-request.ts';
import type { VerifiedSignature } from '#local/signature/verify-signature.ts';

/** What the engine stands on. */
export interface S3Options {
  /** Keeps the objects over restarts; in memory without it. */
  folder?: string;
  clock: Clock;
  keys: ObjectKeys;
  /** Decides by the policies of caller and bucket; the caller is undefined when the request is anonymous. */
  authorize: Authorize;
  emit: (event: ObjectEvent) => void;
  /** For the policies of browser uploads, whose signature lies in the form. */
  credentialOf: CredentialOf;
}

/** The object store of the local cloud. */
export interface S3 {
  /** Declares a bucket; its objects survive. See `readBucket` for buckets of a template. */
  createBucket(bucket: Bucket): void;
  buckets(): Bucket[];
  /**
   * Performs and answers a request whose signature was verified. `body` is what came over the wire. Errors that AWS
   * would answer are answered; anything else is thrown, with nothing sent.
   */
  handleHttp(request: IncomingMessage, response: ServerResponse, body: Buffer, signature?: VerifiedSignature): void;
  /** Performs what a service of the cloud asks for under a role that it took on. Throws AwsError. */
  performAs(principal: Principal, request: ServiceRequest): StorageAnswer;
  /** What lies in a bucket, delete markers included. */
  versionsIn(bucketName: string): Version[];
  /** Applies the lifecycle rules as of now; turning the clock does so by itself. */
  sweepExpired(): void;
  close(): void;
}

/** A request that comes from inside the cloud and is not signed. */
export interface ServiceRequest {
  method: 'GET' | 'PUT';
  bucketName: string;
  key: string;
  /** Subresource and version, for example `{ tagging: '', versionId: 'a' }`. */
  query: Record<string, string>;
  body?: string;
}

function serviceRequest(
  principal: Principal,
  { method, bucketName, key, query, body }: ServiceRequest,
): StorageRequest {
  return {
    method,
    bucketName,
    key,
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.from(body ?? ''),
    signature: undefined,
    principal,
  };
}

function perform(store: Store, request: StorageRequest, credentialOf: CredentialOf): StorageAnswer {
  const isForm = (request.headers['content-type'] ?? '').startsWith('multipart/form-data');
  if (isForm && nameOperation(request) === 'POST bucket') return postObject(store, request, credentialOf);
  return findOperation(request)(store, request);
}

/** Answers in the words of S3, and so that web pages of the bucket's origins may read the answer, errors included. */
function answer(store: Store, request: StorageRequest, credentialOf: CredentialOf): StorageAnswer {
  const cors = corsHeaders(store.buckets.get(request.bucketName)?.corsRules ?? [], request);
  try {
    const performed = perform(store, request, credentialOf);
    return { ...performed, headers: { ...performed.headers, ...cors } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const refused = errorAnswer(error, `/${request.bucketName}/${request.key}`);
    return { ...refused, headers: { ...refused.headers, ...cors } };
  }
}

interface Received {
  request: IncomingMessage;
  body: Buffer;
  signature: VerifiedSignature | undefined;
}

function answerReceived(
  store: Store,
  { request, body, signature }: Received,
  credentialOf: CredentialOf,
): StorageAnswer {
  try {
    return answer(store, readRequest(request, body, signature), credentialOf);
  } catch (error) {
    if (error instanceof AwsError) return errorAnswer(error, pathOf(request));
    throw error;
  }
}

/** Opens the engine. */
export function openS3(options: S3Options): S3 {
  const { clock, keys, authorize, emit, credentialOf } = options;
  const database = openDatabase(options.folder, 's3');
  const buckets = new Map<string, Bucket>();
  const store: Store = { clock, buckets, versions: openVersions(database), keys, authorize, emit };
  const endSweeping = clock.onTurn(() => sweepExpired(store));
  return {
    createBucket: (bucket) => void buckets.set(bucket.name, bucket),
    buckets: () => [...buckets.values()],
    handleHttp(...[request, response, body, signature]) {
      const performed = answerReceived(store, { request, body, signature }, credentialOf);
      answerHttp(response, performed, request.method ?? 'GET');
    },
    performAs(principal, request) {
      const received = serviceRequest(principal, request);
      return findOperation(received)(store, received);
    },
    versionsIn: (bucketName) => store.versions.list(bucketName, ''),
    sweepExpired: () => sweepExpired(store),
    close() {
      endSweeping();
      database.close();
    },
  };
}
