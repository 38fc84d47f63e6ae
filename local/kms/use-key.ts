import { AwsError } from '../aws-error.ts';
import type { Key, KeyUsage } from './key.ts';
import type { Keys } from './keys.ts';

/** Finds a key that may be used in this way. Throws NotFoundException or InvalidKeyUsageException. */
export function useKey(keys: Keys, keyId: string, usage: KeyUsage): Key {
  const key = keys.require(keyId);
  if (key.usage === usage) return key;
  throw new AwsError(
    'InvalidKeyUsageException',
    `${key.arn} key usage is ${key.usage} which is not valid for this operation.`,
  );
}

/** The refusal of an algorithm that does not go with the key's spec. */
export function refuseAlgorithm(key: Key, algorithm: string): AwsError {
  return new AwsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);
}
