import type { EventPattern, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** A rule and the queue that it feeds. */
export interface EventQueueSettings {
  queue: Queue;
  description: string;
  pattern: EventPattern;
  /** What of the event becomes the message. Never a personal value: queues carry ids only. */
  message: RuleTargetInput;
}

/** A rule that puts events of AWS on a queue. The queue takes messages of this rule and of no other. */
export class EventQueue extends Construct {
  constructor(scope: Construct, id: string, { queue, description, pattern, message }: EventQueueSettings) {
    super(scope, id);
    const rule = new Rule(this, 'Rule', {
      description,
      eventPattern: pattern,
      targets: [{ bind: () => ({ arn: queue.queueArn, input: message }) }],
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
  }
}
