import { timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import { ciphertextBytesMax, requireBytes } from '../bytes.ts';
import { computeMac } from '../mac.ts';
import type { Operation } from '../operation.ts';

/** VerifyMac: succeeds or throws KMSInvalidMacException. */
export const verifyMac: Operation = (keys, input) => {
  const { key, algorithm, mac } = computeMac(keys, input);
  const given = requireBytes(input, 'Mac', ciphertextBytesMax);
  if (given.length !== mac.length || !timingSafeEqual(given, mac)) throw new AwsError('KMSInvalidMacException', '');
  return { KeyId: key.arn, MacValid: true, MacAlgorithm: algorithm };
};
