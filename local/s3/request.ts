import { AwsError } from '#local/aws-error.ts';
import type { Principal } from '#local/identity.ts';
import { decodeChunks, isChunked } from '#local/s3/chunked-body.ts';
import type { VerifiedSignature } from '#local/signature/verify-signature.ts';
import { headerOf, pathOf, queryOf, type SignedRequest } from '#local/signature/signed-request.ts';

/** A request to S3, taken apart. */
export interface StorageRequest {
  method: string;
  bucketName: string;
  /** Empty when the request is about the bucket. */
  key: string;
  query: URLSearchParams;
  /** By lower-case name. Trailers, and what a presigned link carries in its query, are among them. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Undefined for anonymous callers. */
  signature: VerifiedSignature | undefined;
  principal: Principal | undefined;
}

/** What an operation answers. */
export interface StorageAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}

const hoistedPrefix = /^x-amz-(?:meta-|checksum-|server-side-encryption|tagging)/;

/** Headers that a signer moved into the query of a presigned link. */
function hoistedHeaders(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...query]
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => hoistedPrefix.test(name)),
  );
}

function decodeKey(segments: string[]): string {
  try {
    return segments.map(decodeURIComponent).join('/');
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** Takes an HTTP request apart: path-style address, aws-chunked body. Throws AwsError when it cannot be read. */
export function readRequest(
  raw: SignedRequest,
  sent: Buffer,
  signature: VerifiedSignature | undefined,
): StorageRequest {
  const [, bucketName = '', ...segments] = pathOf(raw).split('/');
  const query = queryOf(raw);
  const headers = Object.fromEntries(Object.keys(raw.headers).map((name) => [name, headerOf(raw, name)]));
  const { body, trailers } = isChunked(headers) ? decodeChunks(sent, headers) : { body: sent, trailers: {} };
  return {
    method: raw.method ?? 'GET',
    bucketName,
    key: decodeKey(segments),
    query,
    headers: { ...(signature?.isPresigned === true ? hoistedHeaders(query) : {}), ...headers, ...trailers },
    body,
    signature,
    principal: signature?.principal,
  };
}
