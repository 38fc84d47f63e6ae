import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { webhookToleranceSeconds } from '#domain/payment/webhook.ts';

/** Headers and body of a webhook as they came. */
export interface SignedWebhook {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  body: Buffer;
}

/** A public key of a processor: 32 raw bytes of Ed25519, base64. */
export interface ProcessorKey {
  keyId: string;
  publicKeyBase64: string;
}

/** Signatures of one webhook that are looked at; more come only from somebody who tries. */
const signaturesMax = 4;
/** DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410, section 4). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Whether a webhook is authentic by Standard Webhooks with asymmetric signatures: `v1a` Ed25519 over
 * `id.timestamp.body`, not older or newer than five minutes. Ed25519 verification does not depend on secrets.
 */
export function isAuthentic(webhook: SignedWebhook, keys: readonly ProcessorKey[], now: Date): boolean {
  const { id = '', timestamp = '', signature = '', body } = webhook;
  if (!/^[\w.-]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > webhookToleranceSeconds) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), body]);
  return signaturesOf(signature).some((bytes) => keys.some((key) => verify(null, signed, publicKeyOf(key), bytes)));
}

function signaturesOf(header: string): Buffer[] {
  const versions = header.split(' ', signaturesMax).map((part) => /^v1a,([A-Za-z0-9+/]{86}==)$/.exec(part)?.[1]);
  return versions.flatMap((text) => (text === undefined ? [] : [Buffer.from(text, 'base64')]));
}

function publicKeyOf({ publicKeyBase64 }: ProcessorKey): KeyObject {
  const key = Buffer.concat([ed25519Prefix, Buffer.from(publicKeyBase64, 'base64')]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}
