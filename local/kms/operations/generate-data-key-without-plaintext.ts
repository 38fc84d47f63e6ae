import { makeRequestedDataKey } from '../data-key.ts';
import type { Operation } from '../operation.ts';

/** GenerateDataKeyWithoutPlaintext: a fresh key, wrapped only. */
export const generateDataKeyWithoutPlaintext: Operation = (keys, input) => {
  const { ciphertext, keyArn } = makeRequestedDataKey(keys, input);
  return { KeyId: keyArn, CiphertextBlob: ciphertext.toString('base64') };
};
