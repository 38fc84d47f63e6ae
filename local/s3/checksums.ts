import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError, notImplemented } from '#local/aws-error.ts';

type Headers = Readonly<Record<string, string>>;

const algorithms: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32(body) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString('base64');
  },
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

const checksumPrefix = 'x-amz-checksum-';
/** Headers of the same family that are no checksums. */
const companions = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type']);

function isChecksum(name: string): boolean {
  return name.startsWith(checksumPrefix) && !companions.has(name);
}

function badDigest(name: string, isOfNothing: boolean): AwsError {
  const hint = isOfNothing
    ? ' It is the checksum of an empty body: sign uploads with requestChecksumCalculation WHEN_REQUIRED.'
    : '';
  return new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.${hint}`);
}

function verifyOne(name: string, stated: string, body: Buffer): [algorithm: string, checksum: string] {
  const algorithm = name.slice(checksumPrefix.length);
  const compute = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (compute === undefined) throw notImplemented(`the checksum ${algorithm}`);
  const checksum = compute(body);
  if (checksum !== stated) throw badDigest(algorithm.toUpperCase(), stated === compute(Buffer.alloc(0)));
  return [algorithm, checksum];
}

/**
 * Holds a body against the checksum and MD5 that came with it; answers the checksum by algorithm, base64. Throws
 * BadDigest on a mismatch, InvalidRequest on more than one, NotImplemented for CRC32C and CRC64NVME.
 */
export function verifyChecksums(headers: Headers, body: Buffer): Record<string, string> {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(body).digest('base64') !== md5) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const stated = Object.entries(headers).filter(([name]) => isChecksum(name));
  if (stated.length > 1) {
    throw new AwsError(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  return Object.fromEntries(stated.map(([name, checksum]) => verifyOne(name, checksum, body)));
}

/** Checksums as the headers that S3 answers. */
export function checksumHeaders(checksums: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(checksums).map(
    ([algorithm, checksum]) => [checksumPrefix + algorithm, checksum] as const,
  );
  return pairs.length === 0 ? {} : { ...Object.fromEntries(pairs), 'x-amz-checksum-type': 'FULL_OBJECT' };
}
