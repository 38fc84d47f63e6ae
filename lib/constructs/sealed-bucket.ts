import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  ObjectOwnership,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Signed requests older than this are refused, whatever their own expiry says. */
const signatureMillisecondsMax = 10 * 60_000;

interface SealedBucketSettings {
  key: Key;
  accessLogs: IBucket;
  webOrigins: readonly string[];
}

/**
 * The bucket of identity documents: own key, TLS only, versioned, nothing public, uploads only under that key.
 * What arrives under `incoming/` is gone after two days, whoever forgot it.
 */
export class SealedBucket extends Bucket {
  constructor(scope: Construct, id: string, { key, accessLogs, webOrigins }: SealedBucketSettings) {
    super(scope, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'kyc/',
      cors: [
        {
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: [...webOrigins],
          allowedHeaders: ['content-type'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        {
          id: 'incoming',
          prefix: 'incoming/',
          expiration: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(1),
        },
        {
          id: 'noncurrent',
          noncurrentVersionExpiration: Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'delete-markers', expiredObjectDeleteMarker: true },
      ],
    });
    this.announceObjects();
    this.refuse('RefuseOtherEncryption', { 's3:x-amz-server-side-encryption': 'aws:kms' });
    this.refuse('RefuseOtherKeys', { 's3:x-amz-server-side-encryption-aws-kms-key-id': key.keyArn });
    this.refuseOldSignatures();
  }

  /** Through the plain resource: the construct's own switch would add a function that we do not want. */
  private announceObjects(): void {
    const { defaultChild } = this.node;
    if (!(defaultChild instanceof CfnBucket)) throw new Error('A bucket is made of a CfnBucket');
    defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  private refuse(sid: string, unless: Readonly<Record<string, string>>): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects('*')],
        conditions: { StringNotEquals: unless },
      }),
    );
  }

  private refuseOldSignatures(): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RefuseOldSignatures',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
        resources: [this.arnForObjects('*')],
        conditions: { NumericGreaterThan: { 's3:signatureAge': signatureMillisecondsMax } },
      }),
    );
  }
}

/** Where S3 writes who reached which object. S3 can deliver only under its own keys. */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ id: 'a-year', expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(7) }],
    });
  }
}
