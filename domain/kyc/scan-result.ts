import type { RefusalReason } from './refusal-reason.ts';

/**
 * What GuardDuty Malware Protection for S3 says of a version, in its event and in the version's tag (GuardDuty user
 * guide, "S3 object potential scan status and result status").
 */
export const scannerResults = ['NO_THREATS_FOUND', 'THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'] as const;

/**
 * What the intake is told of an uploaded version: what the scanner said; `SKIPPED` for a version that nobody scanned in
 * time; `NO_SCANNER` in regions where the service is missing.
 */
export const scanResults = [...scannerResults, 'SKIPPED', 'NO_SCANNER'] as const;

/** One result of the closed vocabulary. */
export type ScanResult = (typeof scanResults)[number];

/** The tag by which the scanner marks each version; the policy of the bucket reads it too. */
export const scanTagKey = 'GuardDutyMalwareScanStatus';

/** How long after the end of its slot an upload may wait for its scan. AWS promises no time; most take seconds. */
export const scanPatienceSeconds = 60 * 60;

/** Why an upload with this result is refused without being opened; undefined for one that may be opened. */
export function refusalByScan(result: ScanResult): RefusalReason | undefined {
  if (result === 'NO_THREATS_FOUND' || result === 'NO_SCANNER') return undefined;
  return result === 'THREATS_FOUND' ? 'malware' : 'not-scannable';
}
