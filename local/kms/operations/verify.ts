import { AwsError } from '../../aws-error.ts';
import { ciphertextBytesMax, requireBytes } from '../bytes.ts';
import type { Operation } from '../operation.ts';
import { isSignatureOf, readSigning } from '../signing.ts';

/** Verify: succeeds or throws KMSInvalidSignatureException. */
export const verify: Operation = (keys, input) => {
  const signing = readSigning(keys, input);
  const signature = requireBytes(input, 'Signature', ciphertextBytesMax);
  if (!isSignatureOf(signing, signature)) throw new AwsError('KMSInvalidSignatureException', '');
  return { KeyId: signing.key.arn, SignatureValid: true, SigningAlgorithm: signing.algorithm };
};
