import { AwsError } from '../../aws-error.ts';
import { requireText } from '../../json-members.ts';
import { signingAlgorithmsOf } from '../key.ts';
import type { Operation } from '../operation.ts';
import { publicKeyOf } from '../signing.ts';

/** GetPublicKey: the public half of a key pair, so that anyone can verify outside KMS. */
export const getPublicKey: Operation = (keys, input) => {
  const key = keys.require(requireText(input, 'KeyId'));
  if (key.usage !== 'SIGN_VERIFY') {
    throw new AwsError('UnsupportedOperationException', `${key.arn} has no public key.`);
  }
  return {
    KeyId: key.arn,
    PublicKey: publicKeyOf(key).toString('base64'),
    KeyUsage: key.usage,
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    SigningAlgorithms: signingAlgorithmsOf(key.spec),
  };
};
