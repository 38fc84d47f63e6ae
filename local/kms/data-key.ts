import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { readText, readWhole, requireText, type Members } from '../json-members.ts';
import type { Keys } from './keys.ts';
import { readContext, seal, type EncryptionContext } from './sealing.ts';
import { useKey } from './use-key.ts';

/** A fresh data key, in the clear and wrapped. */
export interface DataKey {
  plaintext: Buffer;
  ciphertext: Buffer;
  keyArn: string;
}

const dataKeyBytesMax = 1024;
const bytesOfSpec = new Map([
  ['AES_128', 16],
  ['AES_256', 32],
]);

/** Makes a data key of a number of bytes under a symmetric key. */
export function makeDataKey(
  keys: Keys,
  keyId: string,
  options: { bytes?: number; context: EncryptionContext },
): DataKey {
  const key = useKey(keys, keyId, 'ENCRYPT_DECRYPT');
  const plaintext = randomBytes(options.bytes ?? 32);
  return { plaintext, ciphertext: seal(key, plaintext, options.context), keyArn: key.arn };
}

function readBytes(input: Members): number {
  const spec = readText(input, 'KeySpec');
  const count = readWhole(input, 'NumberOfBytes');
  if ((spec === undefined) === (count === undefined)) {
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  const bytes = count ?? bytesOfSpec.get(spec ?? '');
  if (bytes !== undefined && bytes >= 1 && bytes <= dataKeyBytesMax) return bytes;
  throw new AwsError('ValidationException', 'The key spec or the number of bytes is out of range');
}

/** Makes the data key that a request asks for. Throws ValidationException, NotFoundException, InvalidKeyUsageException. */
export function makeRequestedDataKey(keys: Keys, input: Members): DataKey {
  const options = { bytes: readBytes(input), context: readContext(input) };
  return makeDataKey(keys, requireText(input, 'KeyId'), options);
}
