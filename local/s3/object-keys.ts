import type { Principal } from '#local/identity.ts';

/** A fresh key for one object: to encrypt with now, and sealed to keep beside the object. */
interface ObjectKey {
  /** 32 bytes. */
  plain: Buffer;
  /** The key sealed by KMS, base64. */
  blob: string;
  /** ARN of the KMS key that sealed it. */
  keyArn: string;
}

/**
 * Where S3 gets the keys of its objects. Whoever provides it asks whether the principal may use the KMS key, with
 * `kms:ViaService` and the encryption context `aws:s3:arn` = `arn`: the object's ARN, or the bucket's with a bucket key.
 */
export interface ObjectKeys {
  /** `keyId` is a key's id or ARN, or `alias/aws/s3`. Throws AwsError when the key is unknown or not allowed. */
  dataKey(principal: Principal | undefined, keyId: string, arn: string): ObjectKey;
  /** Opens a sealed key. Throws AwsError when it was sealed for another ARN or is not allowed. */
  open(principal: Principal | undefined, blob: string, arn: string): Buffer;
}
