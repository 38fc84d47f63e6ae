import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { privateBucket, underKey } from './private-bucket.ts';

/** A link lives for a minute; a signature that is older than two opens nothing, whatever its own expiry says. */
const signatureMillisecondsMax = 2 * 60_000;

/**
 * The bucket of exports: own key, TLS only, nothing public. A sweep destroys every version on its date; the lifecycle is
 * the broom behind it.
 */
export class ExportBucket extends Bucket {
  constructor(scope: Construct, id: string, { key, accessLogs }: { key: Key; accessLogs: IBucket }) {
    super(scope, id, {
      ...privateBucket,
      ...underKey(key),
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'exports/',
      lifecycleRules: [
        {
          id: 'work',
          prefix: 'work/',
          expiration: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        {
          id: 'packages',
          prefix: 'packages/',
          expiration: Duration.days(8),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'delete-markers', expiredObjectDeleteMarker: true },
      ],
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RefuseOldSignatures',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.arnForObjects('*')],
        conditions: { NumericGreaterThan: { 's3:signatureAge': signatureMillisecondsMax } },
      }),
    );
  }
}
