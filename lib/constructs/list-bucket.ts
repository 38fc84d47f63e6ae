import { Duration } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { announceObjects, privateBucket, underKey } from './private-bucket.ts';

/** The one object that is compared with; `stores/kyc/screening-list.ts` reads it. */
export const screeningListKey = 'screening-list.csv';

/**
 * The bucket of lists of fraudsters: own key, TLS only, versioned, nothing public, announces a new version. No function
 * writes here: an operator brings the list. It names third persons, so that old versions go after 90 days.
 */
export class ListBucket extends Bucket {
  constructor(scope: Construct, id: string, { key, accessLogs }: { key: Key; accessLogs: IBucket }) {
    super(scope, id, {
      ...privateBucket,
      ...underKey(key),
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'screening-lists/',
      lifecycleRules: [
        {
          id: 'noncurrent',
          noncurrentVersionExpiration: Duration.days(90),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'delete-markers', expiredObjectDeleteMarker: true },
      ],
    });
    announceObjects(this);
  }
}
