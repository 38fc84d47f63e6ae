import { readText } from '../../json-members.ts';
import { ciphertextBytesMax, requireBytes } from '../bytes.ts';
import type { Operation } from '../operation.ts';
import { readContext, refuseOtherAlgorithm, refuseOtherKey, unseal } from '../sealing.ts';

/** Decrypt: the ciphertext names its key; the context must be that of the encryption. */
export const decrypt: Operation = (keys, input) => {
  refuseOtherAlgorithm(input);
  const ciphertext = requireBytes(input, 'CiphertextBlob', ciphertextBytesMax);
  const { key, plaintext } = unseal(keys, ciphertext, readContext(input));
  refuseOtherKey(keys, readText(input, 'KeyId'), key);
  return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
};
