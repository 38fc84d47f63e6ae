import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AwsError, notImplemented } from '#local/aws-error.ts';
import type { Principal } from '#local/identity.ts';
import { bucketArn, objectArn, type Bucket, type BucketEncryption } from '#local/s3/bucket.ts';
import type { ObjectDescription, ObjectEncryption } from '#local/s3/object-description.ts';
import type { Store } from '#local/s3/store.ts';

type Headers = Readonly<Record<string, string>>;

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Errors of KMS reach callers of S3 under KMS's name, except that S3 has its own word for a denial. */
function asStorageError(error: unknown): unknown {
  if (!(error instanceof AwsError) || error.code.startsWith('AccessDenied')) return error;
  return new AwsError(`KMS.${error.code}`, error.message);
}

function useKeys<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStorageError(error);
  }
}

/** What a request asks for, or the bucket's default. Throws InvalidArgument when its headers contradict each other. */
function chooseEncryption(bucket: Bucket, headers: Headers): BucketEncryption {
  const algorithm = headers['x-amz-server-side-encryption'];
  const keyId = headers['x-amz-server-side-encryption-aws-kms-key-id'];
  const bucketKey = headers['x-amz-server-side-encryption-bucket-key-enabled'];
  if (headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined) throw notImplemented('SSE-C');
  if (algorithm !== 'aws:kms' && keyId !== undefined) {
    throw new AwsError(
      'InvalidArgument',
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
    );
  }
  if (algorithm === undefined) return bucket.encryption;
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') {
    throw new AwsError('InvalidArgument', 'The encryption method specified is not supported');
  }
  const usesBucketKey = bucketKey === undefined ? bucket.encryption.usesBucketKey : bucketKey === 'true';
  return { algorithm, keyId: keyId ?? 'alias/aws/s3', usesBucketKey };
}

/** What shall be encrypted, and for whom. */
export interface Sealing {
  bucket: Bucket;
  key: string;
  headers: Headers;
  principal: Principal | undefined;
}

/** A body as it is kept. */
export interface SealedBody {
  encryption: ObjectEncryption;
  body: Buffer;
  /** The MD5 of the body; of an object under KMS random, so that no one takes it for a hash. */
  etag: string;
}

/** Encrypts a body as request and bucket say, under a key of its own. Throws AwsError when the key may not be used. */
export function sealBody(store: Store, sealing: Sealing, body: Buffer): SealedBody {
  const { bucket, key, headers, principal } = sealing;
  const { algorithm, keyId, usesBucketKey } = chooseEncryption(bucket, headers);
  if (algorithm === 'AES256') {
    return { encryption: { algorithm }, body, etag: createHash('md5').update(body).digest('hex') };
  }
  const contextArn = usesBucketKey ? bucketArn(bucket.name) : objectArn(bucket.name, key);
  const { plain, blob, keyArn } = useKeys(() => store.keys.dataKey(principal, keyId, contextArn));
  const nonce = randomBytes(nonceBytes);
  const encrypt = createCipheriv(cipher, plain, nonce, { authTagLength: tagBytes });
  const sealed = Buffer.concat([encrypt.update(body), encrypt.final()]);
  return {
    encryption: { algorithm, keyArn, keyBlob: blob, contextArn, usesBucketKey },
    body: Buffer.concat([nonce, encrypt.getAuthTag(), sealed]),
    etag: randomBytes(16).toString('hex'),
  };
}

/** Decrypts a body as it was kept. Throws AwsError when the principal may not use the key. */
export function openBody(
  store: Store,
  { encryption, principal }: { encryption: ObjectEncryption; principal: Principal | undefined },
  kept: Buffer,
): Buffer {
  if (encryption.algorithm === 'AES256') return kept;
  const plain = useKeys(() => store.keys.open(principal, encryption.keyBlob, encryption.contextArn));
  const decrypt = createDecipheriv(cipher, plain, kept.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decrypt.setAuthTag(kept.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decrypt.update(kept.subarray(nonceBytes + tagBytes)), decrypt.final()]);
}

/** An object's encryption as headers. */
export function encryptionHeaders({ encryption }: ObjectDescription): Record<string, string> {
  if (encryption.algorithm === 'AES256') return { 'x-amz-server-side-encryption': 'AES256' };
  return {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': encryption.keyArn,
    ...(encryption.usesBucketKey && { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' }),
  };
}
