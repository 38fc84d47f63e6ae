import { createHash } from 'node:crypto';
import { notImplemented } from '#local/aws-error.ts';
import type { SignatureClaims } from '#local/signature/claims.ts';
import { signatureRefusal } from '#local/signature/refusals.ts';

/** SHA-256 in lower-case hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

const unsignedMarks = new Set(['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER']);

/**
 * The payload hash that stands in the canonical request, after the body was held against it.
 * Throws when a stated hash is not the body's, and NotImplemented for chunks that are signed one by one.
 */
export function verifyBody(claims: SignatureClaims, body: Buffer): string {
  if (claims.payloadHash === '') return sha256(body);
  if (unsignedMarks.has(claims.payloadHash)) return claims.payloadHash;
  if (claims.payloadHash.startsWith('STREAMING-')) throw notImplemented(`signatures of the kind ${claims.payloadHash}`);
  if (sha256(body) !== claims.payloadHash) throw signatureRefusal(claims.scope.service, 'wrong-body');
  return claims.payloadHash;
}
