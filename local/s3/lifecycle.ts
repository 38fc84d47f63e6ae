import type { Bucket } from '#local/s3/bucket.ts';
import type { LifecycleRule } from '#local/s3/lifecycle-rule.ts';
import { announce } from '#local/s3/object-event.ts';
import { isRetained } from '#local/s3/retention.ts';
import type { Store } from '#local/s3/store.ts';
import type { Version } from '#local/s3/versions.ts';

const dayMs = 86_400_000;

/** S3 counts whole days and rounds the end up to midnight UTC (Amazon S3 User Guide, "Lifecycle and versions"). */
function dueAtMs(sinceMs: number, days: number | undefined): number {
  return days === undefined ? Number.POSITIVE_INFINITY : Math.ceil((sinceMs + days * dayMs) / dayMs) * dayMs;
}

/** One rule at work on one bucket. */
interface Sweep {
  store: Store;
  bucket: Bucket;
  rule: LifecycleRule;
  nowMs: number;
}

const reason = 'Lifecycle Expiration';

function drop({ store, bucket, nowMs }: Sweep, version: Version): boolean {
  if (isRetained(version, nowMs)) return false;
  store.versions.drop(version);
  announce(store, { bucket, version, reason, deletion: 'Permanently Deleted' });
  return true;
}

/** Ends what is current; the marker bears the time it was due, so that a long jump of the clock ages it as well. */
function expireCurrent(sweep: Sweep, current: Version): Version | undefined {
  const { store, bucket, rule } = sweep;
  const modifiedAtMs = dueAtMs(current.modifiedAtMs, rule.expirationDays);
  if (current.description === undefined || modifiedAtMs > sweep.nowMs) return undefined;
  if (!bucket.isVersioned) {
    drop(sweep, current);
    return undefined;
  }
  const { bucketName, key } = current;
  const version = store.versions.add({ bucketName, key, isVersioned: true, modifiedAtMs });
  announce(store, { bucket, version, reason, deletion: 'Delete Marker Created' });
  return version;
}

function dropLoneMarker(sweep: Sweep, left: readonly Version[]): void {
  const [marker] = left;
  if (marker === undefined || left.length > 1 || marker.description !== undefined) return;
  const { removesLoneMarkers, expirationDays } = sweep.rule;
  if (removesLoneMarkers || dueAtMs(marker.modifiedAtMs, expirationDays) <= sweep.nowMs) drop(sweep, marker);
}

/** Applies a rule to the versions of one key, newest first. A version is noncurrent since the one after it came. */
function sweepKey(sweep: Sweep, versions: readonly Version[]): void {
  const [current] = versions;
  if (current === undefined) return;
  const marker = expireCurrent(sweep, current);
  const all = marker === undefined ? versions : [marker, ...versions];
  const left = all.filter((version, index) => {
    const newer = all[index - 1];
    if (newer === undefined) return true;
    return dueAtMs(newer.modifiedAtMs, sweep.rule.noncurrentDays) > sweep.nowMs || !drop(sweep, version);
  });
  dropLoneMarker(sweep, left);
}

/** Ending objects makes noncurrent versions, and removing those leaves lone markers: rules work in that order. */
function stageOf(rule: LifecycleRule): number {
  if (rule.expirationDays !== undefined) return 0;
  return rule.removesLoneMarkers ? 2 : 1;
}

function rulesInOrder({ lifecycleRules }: Bucket): LifecycleRule[] {
  const enabled = lifecycleRules.filter(({ isEnabled }) => isEnabled);
  return enabled.toSorted((one, other) => stageOf(one) - stageOf(other));
}

/** Applies every enabled rule of every bucket as of now. */
export function sweepExpired(store: Store): void {
  const nowMs = store.clock.now();
  for (const bucket of store.buckets.values()) {
    for (const rule of rulesInOrder(bucket)) {
      const byKey = Map.groupBy(store.versions.list(bucket.name, rule.prefix), ({ key }) => key);
      for (const versions of byKey.values()) sweepKey({ store, bucket, rule, nowMs }, versions);
    }
  }
}
