import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError, notImplemented } from '../aws-error.ts';
import { readText, readTexts, type Members } from '../json-members.ts';
import type { Key } from './key.ts';
import type { Keys } from './keys.ts';
import { useKey } from './use-key.ts';

/** Names and values that must be the same at decryption; they are authenticated, not kept secret. */
export type EncryptionContext = Record<string, string>;

/** A ciphertext is one version byte, the key id, the nonce, the tag, the encrypted bytes. */
const version = 1;
const keyIdEnd = 17;
const nonceEnd = 29;
const tagEnd = 45;
const algorithm = 'aes-256-gcm';

function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', '');
}

function authenticated(key: Key, context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.from(key.keyId + JSON.stringify(sorted));
}

/** Encrypts under a symmetric key; the ciphertext names its key. */
export function seal(key: Key, plaintext: Buffer, context: EncryptionContext): Buffer {
  const nonce = randomBytes(nonceEnd - keyIdEnd);
  const cipher = createCipheriv(algorithm, Buffer.from(key.material, 'base64'), nonce);
  cipher.setAAD(authenticated(key, context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const keyId = Buffer.from(key.keyId.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.of(version), keyId, nonce, cipher.getAuthTag(), encrypted]);
}

/** The id of the key that a ciphertext names. Throws InvalidCiphertextException when it is no ciphertext of ours. */
export function keyIdOfCiphertext(ciphertext: Buffer): string {
  if (ciphertext.length < tagEnd || ciphertext[0] !== version) throw invalidCiphertext();
  return ciphertext
    .subarray(1, keyIdEnd)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Decrypts with the key that the ciphertext names. Throws InvalidCiphertextException when the ciphertext is altered, its
 * key unknown or the context another.
 */
export function unseal(keys: Keys, ciphertext: Buffer, context: EncryptionContext): { key: Key; plaintext: Buffer } {
  const keyId = keyIdOfCiphertext(ciphertext);
  if (keys.find(keyId) === undefined) throw invalidCiphertext();
  const key = useKey(keys, keyId, 'ENCRYPT_DECRYPT');
  const nonce = ciphertext.subarray(keyIdEnd, nonceEnd);
  const decipher = createDecipheriv(algorithm, Buffer.from(key.material, 'base64'), nonce);
  decipher.setAAD(authenticated(key, context)).setAuthTag(ciphertext.subarray(nonceEnd, tagEnd));
  try {
    return { key, plaintext: Buffer.concat([decipher.update(ciphertext.subarray(tagEnd)), decipher.final()]) };
  } catch {
    throw invalidCiphertext();
  }
}

/** Refuses a ciphertext whose key is not the one that the request names. Throws IncorrectKeyException. */
export function refuseOtherKey(keys: Keys, expected: string | undefined, actual: Key): void {
  if (expected === undefined || keys.require(expected).keyId === actual.keyId) return;
  throw new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );
}

/** Reads an encryption context; absent counts as empty. */
export function readContext(input: Members, name = 'EncryptionContext'): EncryptionContext {
  return readTexts(input, name) ?? {};
}

/** Refuses encryption with key pairs, by its name, instead of guessing. */
export function refuseOtherAlgorithm(input: Members, name = 'EncryptionAlgorithm'): void {
  const asked = readText(input, name) ?? 'SYMMETRIC_DEFAULT';
  if (asked !== 'SYMMETRIC_DEFAULT') throw notImplemented(`KMS encryption with ${asked}`);
}
