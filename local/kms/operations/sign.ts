import type { Operation } from '../operation.ts';
import { readSigning, signMessage } from '../signing.ts';

/** Sign: the signature of a message of up to 4096 bytes. */
export const sign: Operation = (keys, input) => {
  const signing = readSigning(keys, input);
  return {
    KeyId: signing.key.arn,
    Signature: signMessage(signing).toString('base64'),
    SigningAlgorithm: signing.algorithm,
  };
};
