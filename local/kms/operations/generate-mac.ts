import { computeMac } from '../mac.ts';
import type { Operation } from '../operation.ts';

/** GenerateMac: the HMAC of up to 4096 bytes. */
export const generateMac: Operation = (keys, input) => {
  const { key, algorithm, mac } = computeMac(keys, input);
  return { KeyId: key.arn, Mac: mac.toString('base64'), MacAlgorithm: algorithm };
};
