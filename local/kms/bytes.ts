import { AwsError } from '../aws-error.ts';
import { requireText, type Members } from '../json-members.ts';

/** Reads a base64 member of `bytesMax` bytes at most and at least one. Throws ValidationException. */
export function requireBytes(input: Members, name: string, bytesMax: number): Buffer {
  const bytes = Buffer.from(requireText(input, name), 'base64');
  if (bytes.length >= 1 && bytes.length <= bytesMax) return bytes;
  const bound = bytes.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${bytesMax}`;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must have length ${bound}`,
  );
}

/** The bytes that Encrypt, GenerateMac and Sign (RAW) take at most. */
export const messageBytesMax = 4096;

/** The bytes of ciphertexts and signatures that KMS takes at most. */
export const ciphertextBytesMax = 6144;
