import type { SignatureClaims } from '#local/signature/claims.ts';
import { headerOf, pathOf, queryOf, type SignedRequest } from '#local/signature/signed-request.ts';

/** Percent-encodes as SigV4 wants it: everything but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&');
}

/** S3 signs the path once encoded; every other service signs the encoded path encoded once more. */
function canonicalPath(path: string, service: string): string {
  const text = service === 's3' ? decodeURIComponent(path) : path;
  return text.split('/').map(encode).join('/');
}

function canonicalHeader(request: SignedRequest, name: string): string {
  return `${name}:${headerOf(request, name).trim().replaceAll(/\s+/g, ' ')}\n`;
}

/** The text over which the signer computed the hash that was signed. `payloadHash` closes it. */
export function canonicalRequest(request: SignedRequest, claims: SignatureClaims, payloadHash: string): string {
  return [
    request.method ?? 'GET',
    canonicalPath(pathOf(request), claims.scope.service),
    canonicalQuery(queryOf(request)),
    claims.signedHeaders.map((name) => canonicalHeader(request, name)).join(''),
    claims.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}
