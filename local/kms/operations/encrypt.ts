import { requireText } from '../../json-members.ts';
import { messageBytesMax, requireBytes } from '../bytes.ts';
import type { Operation } from '../operation.ts';
import { readContext, refuseOtherAlgorithm, seal } from '../sealing.ts';
import { useKey } from '../use-key.ts';

/** Encrypt: up to 4096 bytes under a symmetric key, bound to a context. */
export const encrypt: Operation = (keys, input) => {
  const key = useKey(keys, requireText(input, 'KeyId'), 'ENCRYPT_DECRYPT');
  refuseOtherAlgorithm(input);
  const ciphertext = seal(key, requireBytes(input, 'Plaintext', messageBytesMax), readContext(input));
  return { KeyId: key.arn, CiphertextBlob: ciphertext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
};
