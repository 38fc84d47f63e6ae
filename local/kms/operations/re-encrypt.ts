import { readText, requireText } from '../../json-members.ts';
import { ciphertextBytesMax, requireBytes } from '../bytes.ts';
import type { Operation } from '../operation.ts';
import { readContext, refuseOtherAlgorithm, refuseOtherKey, seal, unseal } from '../sealing.ts';
import { useKey } from '../use-key.ts';

/** ReEncrypt: from one key and context to another, without showing the plaintext. */
export const reEncrypt: Operation = (keys, input) => {
  refuseOtherAlgorithm(input, 'SourceEncryptionAlgorithm');
  refuseOtherAlgorithm(input, 'DestinationEncryptionAlgorithm');
  const ciphertext = requireBytes(input, 'CiphertextBlob', ciphertextBytesMax);
  const source = unseal(keys, ciphertext, readContext(input, 'SourceEncryptionContext'));
  refuseOtherKey(keys, readText(input, 'SourceKeyId'), source.key);
  const key = useKey(keys, requireText(input, 'DestinationKeyId'), 'ENCRYPT_DECRYPT');
  const sealed = seal(key, source.plaintext, readContext(input, 'DestinationEncryptionContext'));
  return {
    CiphertextBlob: sealed.toString('base64'),
    SourceKeyId: source.key.arn,
    KeyId: key.arn,
    SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  };
};
