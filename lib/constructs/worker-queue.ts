import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** A message that fails this often ends in the dead-letter queue. */
const receivesMax = 5;
/** A message that waits longer than this alarms before it is lost. */
const ageMinutesMax = 15;

interface WorkerQueueSettings {
  key: Key;
  alarms: ITopic;
  /** Timeout of the function that empties the queue, in seconds. */
  workerTimeoutSeconds: number;
  /** What a person loses when messages are not worked off. */
  errorImpact: string;
}

/** A queue with its dead-letter queue, encrypted, TLS only, and alarms for what is dead and for what waits. */
export class WorkerQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, settings: WorkerQueueSettings) {
    super(scope, id);
    const sealed = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: settings.key,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', sealed);
    this.queue = new Queue(this, 'Queue', {
      ...sealed,
      visibilityTimeout: Duration.seconds(6 * settings.workerTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: receivesMax },
    });
    this.addAlarms(settings);
  }

  private addAlarms({ alarms, errorImpact }: WorkerQueueSettings): void {
    const every = { period: Duration.minutes(5), statistic: 'Maximum' };
    const dead = this.deadLetters.metricApproximateNumberOfMessagesVisible(every).createAlarm(this, 'Dead', {
      alarmDescription: `Messages failed for good. ${errorImpact}`,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const waiting = this.queue.metricApproximateAgeOfOldestMessage(every).createAlarm(this, 'Waiting', {
      alarmDescription: `Messages wait for more than ${ageMinutesMax} minutes. ${errorImpact}`,
      threshold: ageMinutesMax * 60,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    for (const alarm of [dead, waiting]) alarm.addAlarmAction(new SnsAction(alarms));
  }
}
