import { signatureRefusal } from '#local/signature/refusals.ts';
import { headerOf, queryOf, type SignedRequest } from '#local/signature/signed-request.ts';
import { readScope, type CredentialScope } from '#local/signature/signing-key.ts';

/** What a request claims about its own signature, not yet checked. */
export interface SignatureClaims {
  scope: CredentialScope;
  /** Lower-case names in the order they were signed. */
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  signedAt: string;
  /** The stated hash of the body, `UNSIGNED-PAYLOAD` or a streaming marker; empty when the body's own hash was signed. */
  payloadHash: string;
  sessionToken: string | undefined;
  /** Whether the signature lies in the query, as in a link handed to somebody else. */
  isPresigned: boolean;
  /** How long a presigned link may be used, in seconds; undefined in a signed header. */
  validSeconds: number | undefined;
}

/** The service that a malformed credential names, to answer in its own words. */
function serviceIn(credential: string): string {
  return credential.split('/')[3] ?? 's3';
}

function scopeOf(credential: string, signedAt: string): CredentialScope {
  const scope = readScope(credential);
  if (scope === undefined || scope.day !== signedAt.slice(0, 8)) {
    throw signatureRefusal(serviceIn(credential), 'malformed');
  }
  return scope;
}

function readQueryClaims(request: SignedRequest, query: URLSearchParams): SignatureClaims {
  const signedAt = query.get('X-Amz-Date') ?? '';
  const signedHeaders = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const headerHash = signedHeaders.includes('x-amz-content-sha256') ? headerOf(request, 'x-amz-content-sha256') : '';
  return {
    scope: scopeOf(query.get('X-Amz-Credential') ?? '', signedAt),
    signedHeaders,
    signature: query.get('X-Amz-Signature') ?? '',
    signedAt,
    payloadHash: headerHash || (query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD'),
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    isPresigned: true,
    validSeconds: Number(query.get('X-Amz-Expires') ?? Number.NaN),
  };
}

const authorizationPattern =
  /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/;

function readHeaderClaims(request: SignedRequest): SignatureClaims {
  const authorization = headerOf(request, 'authorization');
  const match = authorizationPattern.exec(authorization);
  if (match === null) throw signatureRefusal(serviceIn(authorization), 'malformed');
  const [, credential = '', signedHeaders = '', signature = ''] = match;
  const signedAt = headerOf(request, 'x-amz-date');
  return {
    scope: scopeOf(credential, signedAt),
    signedHeaders: signedHeaders.split(';'),
    signature,
    signedAt,
    payloadHash: headerOf(request, 'x-amz-content-sha256'),
    sessionToken: headerOf(request, 'x-amz-security-token') || undefined,
    isPresigned: false,
    validSeconds: undefined,
  };
}

/**
 * Reads the signature of a request from its header or, presigned, from its query.
 * Undefined when the request is anonymous. Throws AwsError when the signature is malformed.
 */
export function readClaims(request: SignedRequest): SignatureClaims | undefined {
  const query = queryOf(request);
  if (query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256') return readQueryClaims(request, query);
  if (headerOf(request, 'authorization') === '') return undefined;
  return readHeaderClaims(request);
}
