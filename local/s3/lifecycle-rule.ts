import { flagAt, optionalNumberAt, optionalTextAt, recordAt, type Properties } from '#local/template/properties.ts';

/** When versions under a prefix go by themselves. */
export interface LifecycleRule {
  isEnabled: boolean;
  prefix: string;
  /** Age at which a current version expires, in days. */
  expirationDays: number | undefined;
  /** Days after which a version that was replaced or deleted goes. */
  noncurrentDays: number | undefined;
  /** Whether a delete marker goes when nothing is left under it. */
  removesLoneMarkers: boolean;
}

const knownMembers = new Set([
  'Id',
  'Status',
  'Prefix',
  'ExpirationInDays',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionExpirationInDays',
  'ExpiredObjectDeleteMarker',
  'AbortIncompleteMultipartUpload',
]);

/** Reads a rule of a bucket's `LifecycleConfiguration`. Throws on what would have to be ignored, such as transitions. */
export function readLifecycleRule(rule: Properties): LifecycleRule {
  const unknown = Object.keys(rule).find((name) => !knownMembers.has(name));
  if (unknown !== undefined) throw new TypeError(`The local cloud does not implement lifecycle rules with ${unknown}`);
  const noncurrent = recordAt(rule, 'NoncurrentVersionExpiration');
  if ('NewerNoncurrentVersions' in noncurrent) {
    throw new TypeError('The local cloud does not implement lifecycle rules with NewerNoncurrentVersions');
  }
  return {
    isEnabled: rule['Status'] === 'Enabled',
    prefix: optionalTextAt(rule, 'Prefix') ?? '',
    expirationDays: optionalNumberAt(rule, 'ExpirationInDays'),
    noncurrentDays:
      optionalNumberAt(noncurrent, 'NoncurrentDays') ?? optionalNumberAt(rule, 'NoncurrentVersionExpirationInDays'),
    removesLoneMarkers: flagAt(rule, 'ExpiredObjectDeleteMarker'),
  };
}
