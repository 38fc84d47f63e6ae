import { createHmac } from 'node:crypto';
import { requireText, type Members } from '../json-members.ts';
import { messageBytesMax, requireBytes } from './bytes.ts';
import { keySpecs, type Key } from './key.ts';
import type { Keys } from './keys.ts';
import { refuseAlgorithm, useKey } from './use-key.ts';

/** Computes the HMAC of a request's message. Throws InvalidKeyUsageException when key and algorithm do not go together. */
export function computeMac(keys: Keys, input: Members): { key: Key; algorithm: string; mac: Buffer } {
  const key = useKey(keys, requireText(input, 'KeyId'), 'GENERATE_VERIFY_MAC');
  const algorithm = requireText(input, 'MacAlgorithm');
  const spec = keySpecs[key.spec];
  if (spec.kind !== 'mac' || spec.algorithm !== algorithm) throw refuseAlgorithm(key, algorithm);
  const message = requireBytes(input, 'Message', messageBytesMax);
  const mac = createHmac(spec.hash, Buffer.from(key.material, 'base64')).update(message).digest();
  return { key, algorithm, mac };
}
