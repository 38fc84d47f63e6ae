import { GetObjectTaggingCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { type ScanResult, scannerResults, scanTagKey } from '#domain/kyc/scan-result.ts';
import { setting } from '../settings.ts';
import { objectClient } from './object-client.ts';
import { objectKey, type ObjectPlace } from './object-place.ts';

/** What malware scans said of uploads. */
export interface UploadScans {
  /**
   * What the scan of one uploaded version said, by the tag that nobody but the scanner can write. Undefined while it has
   * said nothing, or when the version is gone; `NO_SCANNER` in a region where nothing scans.
   */
  resultOf(place: ObjectPlace, versionId: string): Promise<ScanResult | undefined>;
}

/** Opens the results of scans. Needs `BUCKET_KYC` and `KYC_INTAKE_TRIGGER`. */
export function openUploadScans(): UploadScans {
  return { resultOf };
}

async function resultOf(place: ObjectPlace, VersionId: string): Promise<ScanResult | undefined> {
  if (setting('KYC_INTAKE_TRIGGER') === 'object-created') return 'NO_SCANNER';
  const tag = await tagOf(objectKey('incoming', place), VersionId);
  // A word that we do not know is no permission to open anything.
  return tag === undefined ? undefined : (scannerResults.find((known) => known === tag) ?? 'FAILED');
}

async function tagOf(Key: string, VersionId: string): Promise<string | undefined> {
  try {
    const { TagSet = [] } = await objectClient().send(
      new GetObjectTaggingCommand({ Bucket: setting('BUCKET_KYC'), Key, VersionId }),
    );
    return TagSet.find((tag) => tag.Key === scanTagKey)?.Value;
  } catch (error) {
    const gone = error instanceof NoSuchKey || (error instanceof Error && error.name === 'NoSuchVersion');
    if (gone) return undefined;
    throw error;
  }
}
