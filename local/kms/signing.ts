import { constants, createPrivateKey, createPublicKey, sign, verify, type SigningOptions } from 'node:crypto';
import { notImplemented } from '../aws-error.ts';
import { readText, requireText, type Members } from '../json-members.ts';
import { messageBytesMax, requireBytes } from './bytes.ts';
import { signingAlgorithmsOf, type Key } from './key.ts';
import type { Keys } from './keys.ts';
import { refuseAlgorithm, useKey } from './use-key.ts';

/** A message that is to be signed or whose signature is to be checked. */
export interface Signing {
  key: Key;
  algorithm: string;
  message: Buffer;
}

/** Reads key, algorithm and message. A digest in place of the message is refused by name. */
export function readSigning(keys: Keys, input: Members): Signing {
  const key = useKey(keys, requireText(input, 'KeyId'), 'SIGN_VERIFY');
  const algorithm = requireText(input, 'SigningAlgorithm');
  if (!signingAlgorithmsOf(key.spec).includes(algorithm)) throw refuseAlgorithm(key, algorithm);
  const messageType = readText(input, 'MessageType') ?? 'RAW';
  if (messageType !== 'RAW') throw notImplemented(`KMS signatures of MessageType ${messageType}`);
  return { key, algorithm, message: requireBytes(input, 'Message', messageBytesMax) };
}

function optionsOf(algorithm: string): { hash: string; padding: SigningOptions } {
  const bits = algorithm.slice(-3);
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Number(bits) / 8 };
  return { hash: `sha${bits}`, padding: algorithm.startsWith('RSASSA_PSS') ? pss : {} };
}

/** Signs; ECDSA signatures are in DER, as KMS gives them. */
export function signMessage({ key, algorithm, message }: Signing): Buffer {
  const { hash, padding } = optionsOf(algorithm);
  return sign(hash, message, { key: createPrivateKey(key.material), ...padding });
}

/** Whether a signature is that of the message. */
export function isSignatureOf({ key, algorithm, message }: Signing, signature: Buffer): boolean {
  const { hash, padding } = optionsOf(algorithm);
  return verify(hash, message, { key: createPublicKey(key.material), ...padding }, signature);
}

/** The public half of a key pair, as SubjectPublicKeyInfo in DER. */
export function publicKeyOf(key: Key): Buffer {
  return createPublicKey(key.material).export({ type: 'spki', format: 'der' });
}
