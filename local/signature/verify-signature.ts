import type { Principal } from '#local/identity.ts';
import { canonicalRequest } from '#local/signature/canonical-request.ts';
import { readClaims, type SignatureClaims } from '#local/signature/claims.ts';
import type { CredentialOf } from '#local/signature/credential.ts';
import { findCredential } from '#local/signature/find-credential.ts';
import { signatureRefusal } from '#local/signature/refusals.ts';
import { readSignedAtMs, skewMsMax } from '#local/signature/signed-at.ts';
import type { SignedRequest } from '#local/signature/signed-request.ts';
import { isSameSignature, sign } from '#local/signature/signing-key.ts';
import { sha256, verifyBody } from '#local/signature/verify-body.ts';

/** A signature that was checked in full: key, token, time, signed headers, body. */
export interface VerifiedSignature {
  principal: Principal;
  /** The service and region that the signature is bound to. */
  service: string;
  region: string;
  isPresigned: boolean;
  signedAtMs: number;
}

/** The longest life of a presigned link: seven days. */
const validSecondsMax = 604_800;

function checkTime(claims: SignatureClaims, nowMs: number): void {
  const ageMs = nowMs - readSignedAtMs(claims.signedAt);
  const { validSeconds } = claims;
  if (validSeconds === undefined) {
    if (!(Math.abs(ageMs) <= skewMsMax)) throw signatureRefusal(claims.scope.service, 'skewed');
    return;
  }
  if (!(validSeconds >= 1 && validSeconds <= validSecondsMax)) {
    throw signatureRefusal(claims.scope.service, 'malformed');
  }
  if (!(ageMs >= -skewMsMax && ageMs <= validSeconds * 1000)) throw signatureRefusal(claims.scope.service, 'expired');
}

/** Host and `x-amz-*` headers change what a request means, so a signature that leaves one out is not accepted. */
function checkSignedHeaders(request: SignedRequest, claims: SignatureClaims): void {
  const meaningful = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (!['host', ...meaningful].every((name) => claims.signedHeaders.includes(name))) {
    throw signatureRefusal(claims.scope.service, 'unsigned-header');
  }
}

function expectedSignature(secretAccessKey: string, claims: SignatureClaims, canonical: string): string {
  const { day, region, service } = claims.scope;
  const scope = [day, region, service, 'aws4_request'].join('/');
  const text = ['AWS4-HMAC-SHA256', claims.signedAt, scope, sha256(canonical)].join('\n');
  return sign(secretAccessKey, claims.scope, text);
}

/**
 * Verifies the Signature Version 4 of a request, in its header or its query, and that the body is the one that was
 * signed. Undefined when the request carries no signature. Throws AwsError in the words of the service it is for.
 */
export function verifySignature(
  { request, body }: { request: SignedRequest; body: Buffer },
  credentialOf: CredentialOf,
  nowMs: number,
): VerifiedSignature | undefined {
  const claims = readClaims(request);
  if (claims === undefined) return undefined;
  const credential = findCredential(claims, credentialOf);
  checkTime(claims, nowMs);
  checkSignedHeaders(request, claims);
  const canonical = canonicalRequest(request, claims, verifyBody(claims, body));
  if (!isSameSignature(expectedSignature(credential.secretAccessKey, claims, canonical), claims.signature)) {
    throw signatureRefusal(claims.scope.service, 'wrong-signature');
  }
  return {
    principal: credential.principal,
    service: claims.scope.service,
    region: claims.scope.region,
    isPresigned: claims.isPresigned,
    signedAtMs: readSignedAtMs(claims.signedAt),
  };
}
