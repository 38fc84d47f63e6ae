import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Needs } from '../needs.ts';
import type { RegionResources } from '../resources.ts';
import { keyThrough } from './via-service.ts';

/** Sending to the named queues. */
export function queueStatements({ queues = [] }: Needs, resources: RegionResources): PolicyStatement[] {
  if (queues.length === 0) return [];
  return [
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: queues.map((name) => resources.queues[name].queueArn),
    }),
    keyThrough('sqs', resources.keys.queues, ['kms:Decrypt', 'kms:GenerateDataKey']),
  ];
}

/** What Lambda needs of a role to empty a queue into its function. */
export function emptyingStatements(queue: Queue, resources: RegionResources): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [queue.queueArn],
    }),
    keyThrough('sqs', resources.keys.queues, ['kms:Decrypt']),
  ];
}

/** Sending text messages from the region's origination identity through its configuration set, and from nothing else. */
export function smsStatements({ sms }: Needs, { sms: resources }: RegionResources): PolicyStatement[] {
  if (sms !== true || resources === null) return [];
  return [
    new PolicyStatement({
      actions: ['sms-voice:SendTextMessage'],
      resources: [resources.originationIdentityArn, resources.configurationSet.arn],
    }),
  ];
}

/** Sending mail from the region's identity through the configuration sets of the named classes. */
export function mailStatements({ mail: classes = [] }: Needs, { mail }: RegionResources): PolicyStatement[] {
  if (classes.length === 0) return [];
  return [
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [mail.identityArn, ...classes.map((name) => mail.configurationSets[name].arn)],
      conditions: { StringEquals: { 'ses:FromAddress': mail.from } },
    }),
  ];
}
