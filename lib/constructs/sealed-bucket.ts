import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { announceObjects, privateBucket, underKey } from './private-bucket.ts';

/** Signed requests older than this are refused, whatever their own expiry says. */
const signatureMillisecondsMax = 10 * 60_000;

interface SealedBucketSettings {
  key: Key;
  accessLogs: IBucket;
  webOrigins: readonly string[];
}

/** Actions that write or take away tags: with them anybody could pass a file off as scanned. */
const tagWrites = [
  's3:DeleteObjectTagging',
  's3:DeleteObjectVersionTagging',
  's3:PutObjectTagging',
  's3:PutObjectVersionTagging',
];

/**
 * The bucket of identity documents: own key, TLS only, versioned, nothing public, uploads only under that key.
 *
 * `incoming/` is the quarantine: with a gate nobody but the scanner reads a version before its tag says that no threat was
 * found, and nobody but the scanner tags. What arrives there is gone after two days, whoever forgot it. `accepted/` holds
 * only what the intake wrote itself, so that nothing in it is as somebody uploaded it.
 */
export class SealedBucket extends Bucket {
  private readonly encryptionRules: PolicyStatement[];

  constructor(scope: Construct, id: string, { key, accessLogs, webOrigins }: SealedBucketSettings) {
    super(scope, id, {
      ...privateBucket,
      ...underKey(key),
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
    announceObjects(this);
    this.encryptionRules = [
      this.refuse('RefuseOtherEncryption', { 's3:x-amz-server-side-encryption': 'aws:kms' }),
      this.refuse('RefuseOtherKeys', { 's3:x-amz-server-side-encryption-aws-kms-key-id': key.keyArn }),
    ];
    this.refuseOldSignatures();
  }

  /**
   * Puts `incoming/` under quarantine: bytes are read only by the scanner and, once their tag says that no threat was
   * found, by whoever else may; tags are written by the scanner alone. The object by which GuardDuty tries out its role
   * says nothing about encryption: the bucket's own default covers it.
   */
  gate(scanner: Role): void {
    const unlessScanner = { 'aws:PrincipalArn': scanner.roleArn };
    for (const rule of this.encryptionRules) rule.addCondition('ArnNotEquals', unlessScanner);
    this.deny('RefuseUnscanned', ['s3:GetObject', 's3:GetObjectVersion'], {
      prefix: 'incoming/',
      conditions: {
        StringNotEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' },
        ArnNotEquals: unlessScanner,
      },
    });
    this.deny('RefuseTagging', tagWrites, { prefix: '', conditions: { ArnNotEquals: unlessScanner } });
  }

  private refuse(sid: string, unless: Readonly<Record<string, string>>): PolicyStatement {
    return this.deny(sid, ['s3:PutObject'], { prefix: '', conditions: { StringNotEquals: unless } });
  }

  private deny(
    sid: string,
    actions: string[],
    { prefix, conditions }: { prefix: '' | 'incoming/'; conditions: Record<string, Record<string, unknown>> },
  ): PolicyStatement {
    const statement = new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      resources: [this.arnForObjects(`${prefix}*`)],
      conditions,
    });
    this.addToResourcePolicy(statement);
    return statement;
  }

  private refuseOldSignatures(): void {
    this.deny('RefuseOldSignatures', ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], {
      prefix: '',
      conditions: { NumericGreaterThan: { 's3:signatureAge': signatureMillisecondsMax } },
    });
  }
}

/** Where S3 writes who reached which object. S3 can deliver only under its own keys. */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      ...privateBucket,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'a-year', expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(7) }],
    });
  }
}
