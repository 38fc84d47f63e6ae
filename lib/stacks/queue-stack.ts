import { Stack } from 'aws-cdk-lib';
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { screeningListKey } from '../constructs/list-bucket.ts';
import { EventQueue, type EventQueueSettings } from '../constructs/event-queue.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { QueueName } from '../needs.ts';
import type { KycIntakeTrigger, Region } from '../regions.ts';
import type { RegionResources } from '../resources.ts';
import { workerTimeoutSecondsDefault, queueOf, type WorkerRow } from '../worker-row.ts';

type QueueStackSettings = Pick<RegionResources, 'keys' | 'alarms' | 'kycBucket' | 'screeningLists'> & {
  region: Region;
  workers: readonly WorkerRow[];
};

type Trigger = (bucket: IBucket, prefix: string) => Pick<EventQueueSettings, 'description' | 'pattern' | 'message'>;

/** Results that a scan ends with (GuardDuty user guide, "Monitoring S3 object scans with Amazon EventBridge"). */
const scanStatuses = ['COMPLETED', 'SKIPPED', 'FAILED'];
const scanResultStatuses = ['NO_THREATS_FOUND', 'THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'];

/** Every trigger gives the intake the same message: the object's key (ids only), its version, and what its scan said. */
const kycIntakeTriggers: Readonly<Record<KycIntakeTrigger, Trigger>> = {
  'malware-scan-completed': (bucket, prefix) => ({
    description: 'Scanned documents go to their intake',
    pattern: {
      source: ['aws.guardduty'],
      detailType: ['GuardDuty Malware Protection Object Scan Result'],
      detail: {
        scanStatus: scanStatuses,
        s3ObjectDetails: { bucketName: [bucket.bucketName], objectKey: [{ prefix }] },
        scanResultDetails: { scanResultStatus: scanResultStatuses },
      },
    },
    message: RuleTargetInput.fromObject({
      objectKey: EventField.fromPath('$.detail.s3ObjectDetails.objectKey'),
      versionId: EventField.fromPath('$.detail.s3ObjectDetails.versionId'),
      scanResult: EventField.fromPath('$.detail.scanResultDetails.scanResultStatus'),
      occurredAt: EventField.time,
    }),
  }),
  'object-created': (bucket, prefix) => ({
    description: 'Uploaded documents go to their intake',
    pattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix }] } },
    },
    message: RuleTargetInput.fromObject({
      objectKey: EventField.fromPath('$.detail.object.key'),
      versionId: EventField.fromPath('$.detail.object.version-id'),
      scanResult: 'NO_SCANNER',
      occurredAt: EventField.time,
    }),
  }),
};

const idOf = (name: string) => name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

/** One queue per worker that has one, and the rules that fill queues from events of AWS. Messages carry ids only. */
export class QueueStack extends Stack {
  readonly queues: Readonly<Record<QueueName, Queue>>;

  constructor(scope: Construct, settings: QueueStackSettings) {
    super(scope, 'Queues', { stackName: 'sesetoro-queues' });
    const queues: { [Name in QueueName]?: Queue } = {};
    for (const worker of settings.workers) {
      const name = queueOf(worker);
      if (name === undefined) continue;
      if (queues[name] !== undefined) throw new Error(`Two workers empty the queue ${name}`);
      const { queue } = new WorkerQueue(this, idOf(name), {
        key: settings.keys.queues,
        alarms: settings.alarms,
        workerTimeoutSeconds: worker.timeoutSeconds ?? workerTimeoutSecondsDefault,
        errorImpact: worker.errorImpact,
      });
      queues[name] = queue;
      if (worker.source.kind === 'kyc-intake-trigger') {
        const trigger = kycIntakeTriggers[settings.region.kycIntakeTrigger];
        new EventQueue(this, 'Uploads', { queue, ...trigger(settings.kycBucket, worker.source.prefix) });
      }
      if (worker.source.kind === 'screening-list') this.hearLists(queue, settings.screeningLists);
      if (worker.source.kind === 'mail-events') this.hearMailEvents(queue);
    }
    this.queues = completely(queues);
  }

  /** A new list is a new version of one object: its id is all that goes on. */
  private hearLists(queue: Queue, lists: IBucket): void {
    new EventQueue(this, 'Lists', {
      queue,
      description: 'A new list of fraudsters has everybody compared again',
      pattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [lists.bucketName] }, object: { key: [screeningListKey] } },
      },
      message: RuleTargetInput.fromObject({
        listVersion: EventField.fromPath('$.detail.object.version-id'),
        occurredAt: EventField.time,
      }),
    });
  }

  /** Keeps what happened to which attempt: addresses and subjects of the mail stay behind (design 6). */
  private hearMailEvents(queue: Queue): void {
    new EventQueue(this, 'MailEvents', {
      queue,
      description: 'Mail events without addresses and subjects go to the record of attempts',
      pattern: { source: ['aws.ses'], detail: { eventType: [{ exists: true }] } },
      message: RuleTargetInput.fromObject({
        eventType: EventField.fromPath('$.detail.eventType'),
        messageId: EventField.fromPath('$.detail.mail.messageId'),
        attemptIds: EventField.fromPath('$.detail.mail.tags.attempt'),
        bounceType: EventField.fromPath('$.detail.bounce.bounceType'),
        bounceSubType: EventField.fromPath('$.detail.bounce.bounceSubType'),
        occurredAt: EventField.time,
      }),
    });
  }
}

const queueNames = {
  notification: true,
  'breach-mail': true,
  'mail-event': true,
  'kyc-intake': true,
  'kyc-screening': true,
  'kyc-rescreening': true,
  closure: true,
  expiry: true,
  export: true,
  'policy-announcement': true,
  'breach-list': true,
  'breach-notice': true,
} as const satisfies Record<QueueName, true>;

function completely(queues: { [Name in QueueName]?: Queue }): Record<QueueName, Queue> {
  const missing = Object.keys(queueNames).filter((name) => !(name in queues));
  if (missing.length > 0) throw new Error(`No worker empties these queues: ${missing.join(', ')}`);
  return queues as Record<QueueName, Queue>;
}
