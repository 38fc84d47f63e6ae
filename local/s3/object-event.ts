import type { Clock } from '#local/clock.ts';
import { bucketArn, type Bucket } from '#local/s3/bucket.ts';
import type { Version, Versions } from '#local/s3/versions.ts';

/** A change of an object as EventBridge carries it (Amazon S3 User Guide, "EventBridge event message structure"). */
export interface ObjectEvent {
  source: 'aws.s3';
  'detail-type': 'Object Created' | 'Object Deleted';
  /** ARN of the bucket. */
  resources: string[];
  /** RFC 3339, by the cloud's clock. */
  time: string;
  detail: Record<string, unknown>;
}

/** Why an object came to be or went. */
export type ChangeReason = 'PutObject' | 'PostObject' | 'CopyObject' | 'DeleteObject' | 'Lifecycle Expiration';

/** A change about to be announced. */
export interface ObjectChange {
  bucket: Bucket;
  version: Version;
  reason: ChangeReason;
  /** Set when the change is a deletion. */
  deletion?: 'Permanently Deleted' | 'Delete Marker Created';
}

/** Sequencers of one key compare as texts in the order of the changes. */
const sequencerDigits = 18;

function describeObject({ bucket, version }: ObjectChange, sequencer: number): Record<string, unknown> {
  return {
    key: version.key,
    ...(version.description && { size: version.description.size, etag: version.description.etag }),
    ...(bucket.isVersioned && { 'version-id': version.versionId }),
    sequencer: sequencer.toString(16).toUpperCase().padStart(sequencerDigits, '0'),
  };
}

/** What an announcement needs of the store. */
interface Announcer {
  clock: Clock;
  versions: Versions;
  emit: (event: ObjectEvent) => void;
}

/** Announces a change on the event bus, if the bucket is set up to. */
export function announce(store: Announcer, change: ObjectChange): void {
  if (!change.bucket.announcesEvents) return;
  const nowMs = store.clock.now();
  const isGone = change.deletion === 'Permanently Deleted';
  const sequence = isGone ? store.versions.nextSequence(nowMs) : change.version.sequence;
  const isDeletion = change.deletion !== undefined;
  store.emit({
    source: 'aws.s3',
    'detail-type': isDeletion ? 'Object Deleted' : 'Object Created',
    resources: [bucketArn(change.bucket.name)],
    time: new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    detail: {
      version: '0',
      bucket: { name: change.bucket.name },
      object: describeObject(change, sequence),
      'request-id': 'local',
      requester: change.reason === 'Lifecycle Expiration' ? 's3.amazonaws.com' : '000000000000',
      ...(change.reason !== 'Lifecycle Expiration' && { 'source-ip-address': '127.0.0.1' }),
      reason: change.reason,
      ...(change.deletion && { 'deletion-type': change.deletion }),
    },
  });
}
