import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Where every alarm is published. People subscribe to the topic; alarms say what a person loses. */
export class AlarmStack extends Stack {
  readonly topic: Topic;

  constructor(scope: Construct, { key }: { key: Key }) {
    super(scope, 'Alarms', { stackName: 'sesetoro-alarms' });
    this.topic = new Topic(this, 'Topic', { displayName: 'sesetoro alarms', masterKey: key, enforceSSL: true });
    // Any policy of our own takes the place of the one that lets alarms of the account publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    new CfnOutput(this, 'AlarmTopic', { value: this.topic.topicArn });
  }
}
