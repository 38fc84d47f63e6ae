import { makeRequestedDataKey } from '../data-key.ts';
import type { Operation } from '../operation.ts';

/** GenerateDataKey: a fresh key in the clear and wrapped. */
export const generateDataKey: Operation = (keys, input) => {
  const { plaintext, ciphertext, keyArn } = makeRequestedDataKey(keys, input);
  return { KeyId: keyArn, Plaintext: plaintext.toString('base64'), CiphertextBlob: ciphertext.toString('base64') };
};
