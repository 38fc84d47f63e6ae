import { Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Where every alarm is published. People subscribe to the topic; alarms say what a person loses. */
export class AlarmStack extends Stack {
  readonly topic: Topic;

  constructor(scope: Construct, { key }: { key: Key }) {
    super(scope, 'Alarms', { stackName: 'sesetoro-alarms' });
    this.topic = new Topic(this, 'Topic', { displayName: 'sesetoro alarms', masterKey: key, enforceSSL: true });
  }
}
