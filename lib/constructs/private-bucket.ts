import { RemovalPolicy } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  type Bucket,
  BucketEncryption,
  CfnBucket,
  ObjectOwnership,
  type BucketProps,
} from 'aws-cdk-lib/aws-s3';

/** What every bucket has: TLS only, versioned, nothing public, kept when its stack goes. */
export const privateBucket = {
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies BucketProps;

/** What a bucket has whose objects are encrypted under a key of their own. */
export const underKey = (key: Key): BucketProps => ({
  encryption: BucketEncryption.KMS,
  encryptionKey: key,
  bucketKeyEnabled: true,
});

/**
 * Lets a bucket tell EventBridge of its objects. Through the plain resource: the construct's own switch would add a
 * function that we do not want.
 */
export function announceObjects({ node: { defaultChild } }: Bucket): void {
  if (!(defaultChild instanceof CfnBucket)) throw new Error('A bucket is made of a CfnBucket');
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
