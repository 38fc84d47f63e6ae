import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Ids of the payment processors that exist only on one machine: one per deposit method. */
export const localProcessorIds = ['dana', 'e-wallet', 'mobile-banking', 'virtual-account'] as const;

/** DER of a PKCS #8 Ed25519 private key up to its 32 bytes (RFC 8410, section 7). */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const rawKeyBytes = 32;

/**
 * The Ed25519 private key with which a local processor signs webhooks. Derived from a public label, so everybody has
 * it: worthless by design, and trusted by no deployed region (a law of `test/lib`).
 */
export function localProcessorPrivateKey(processorId: string): KeyObject {
  const seed = createHash('sha256').update(`sesetoro local processor ${processorId}`).digest();
  return createPrivateKey({ key: Buffer.concat([privateKeyPrefix, seed]), format: 'der', type: 'pkcs8' });
}

/** The public key of a local processor: its 32 raw bytes, base64. */
export function localProcessorPublicKeyBase64(processorId: string): string {
  const der = createPublicKey(localProcessorPrivateKey(processorId)).export({ format: 'der', type: 'spki' });
  return der.subarray(der.length - rawKeyBytes).toString('base64');
}

/** The key id under which the local stage knows the public key. */
export function localProcessorKeyId(processorId: string): string {
  return `local-${processorId}-1`;
}
