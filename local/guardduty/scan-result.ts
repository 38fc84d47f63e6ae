import type { EventDraft } from '#local/events/event.ts';
import type { Finding } from '#local/guardduty/scan-bytes.ts';

/** What a scan ended with: a finding, or why there is none. */
export type ScanOutcome = Finding | { status: 'ACCESS_DENIED' | 'FAILED' };

/** The version that was scanned. */
export interface ScannedObject {
  bucketName: string;
  key: string;
  versionId: string;
  etag: string;
}

const scanStatuses = {
  NO_THREATS_FOUND: 'COMPLETED',
  THREATS_FOUND: 'COMPLETED',
  UNSUPPORTED: 'SKIPPED',
  ACCESS_DENIED: 'SKIPPED',
  FAILED: 'FAILED',
} as const;

/** The event of a scan (GuardDuty user guide, "Monitoring S3 object scans with Amazon EventBridge"). */
export function resultEvent(planArn: string, object: ScannedObject, outcome: ScanOutcome): EventDraft {
  const { bucketName, key, versionId, etag } = object;
  return {
    source: 'aws.guardduty',
    detailType: 'GuardDuty Malware Protection Object Scan Result',
    resources: [planArn],
    detail: {
      schemaVersion: '1.0',
      scanStatus: scanStatuses[outcome.status],
      resourceType: 'S3_OBJECT',
      s3ObjectDetails: { bucketName, objectKey: key, eTag: etag, versionId, s3Throttled: false },
      scanResultDetails: {
        scanResultStatus: outcome.status,
        threats: 'threatName' in outcome ? [{ name: outcome.threatName }] : null,
        statusReasons: 'reason' in outcome ? [outcome.reason] : null,
      },
    },
  };
}
