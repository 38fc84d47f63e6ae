import type { DynamoDb } from '../dynamodb/engine.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { MalwareProtection } from '../guardduty/malware-protection.ts';
import { readPlan } from '../guardduty/plan.ts';
import type { Kms } from '../kms/engine.ts';
import { readBucket } from '../s3/read-bucket.ts';
import type { S3 } from '../s3/s3.ts';
import type { Ses } from '../ses/ses.ts';
import type { SmsVoice } from '../sms-voice/sms-voice.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { recordAt, textAt } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';
import { tableDefinition } from './table-definition.ts';

/** The engines that templates declare resources in. */
export interface DeclaringEngines {
  dynamodb: DynamoDb;
  kms: Kms;
  s3: S3;
  sqs: Sqs;
  ses: Ses;
  'sms-voice': SmsVoice;
  bus: EventBus;
  malwareProtection: MalwareProtection;
}

/** Notifications of a bucket: its own, or those of CDK's custom resource, of which only the event bus is known. */
function notificationsOf(stage: Stage, bucket: Resource) {
  const custom = stage
    .resources('Custom::S3BucketNotifications')
    .find((each) => each.properties['BucketName'] === bucket.name);
  const configuration = recordAt((custom ?? bucket).properties, 'NotificationConfiguration');
  const stranger = Object.keys(configuration).find((kind) => kind !== 'EventBridgeConfiguration');
  if (stranger !== undefined) throw new Error(`The local cloud does not know ${stranger} of ${bucket.logicalId}`);
  return configuration;
}

function declareRecovery(dynamodb: DynamoDb, TableName: string, RecoveryPeriodInDays: number): void {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays };
  dynamodb.handle('UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification });
}

function declareStorage(stage: Stage, { dynamodb, s3, sqs, malwareProtection }: DeclaringEngines): void {
  for (const table of stage.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    const { definition, timeToLiveAttribute, recoveryDays } = tableDefinition(table, stage);
    dynamodb.ensureTable(definition, timeToLiveAttribute);
    if (recoveryDays !== undefined) declareRecovery(dynamodb, table.name, recoveryDays);
  }
  for (const bucket of stage.resources('AWS::S3::Bucket')) {
    const NotificationConfiguration = notificationsOf(stage, bucket);
    s3.createBucket(readBucket({ ...bucket.properties, BucketName: bucket.name, NotificationConfiguration }));
  }
  for (const plan of stage.resources('AWS::GuardDuty::MalwareProtectionPlan')) {
    malwareProtection.addPlan(readPlan(stage.arnOf(plan), plan.properties));
  }
  for (const { properties, name } of stage.resources('AWS::SQS::Queue')) {
    sqs.createQueue({ ...properties, QueueName: name });
  }
}

function declareMail(stage: Stage, { ses, 'sms-voice': smsVoice }: DeclaringEngines): void {
  for (const { properties } of stage.resources('AWS::SES::EmailIdentity')) ses.addIdentity(properties);
  for (const { properties, name } of stage.resources('AWS::SES::ConfigurationSet')) {
    ses.addConfigurationSet({ ...properties, Name: name });
  }
  for (const { properties } of stage.resources('AWS::SES::ConfigurationSetEventDestination')) {
    ses.addEventDestination(properties);
  }
  for (const { properties, name } of stage.resources('AWS::SMSVOICE::ConfigurationSet')) {
    smsVoice.addConfigurationSet({ ConfigurationSetName: name, ...properties });
  }
}

/** Creates in the engines what the templates declare. What is there from an earlier start is taken up. */
export function declareResources(stage: Stage, engines: DeclaringEngines): void {
  for (const { properties } of stage.resources('AWS::KMS::Alias')) {
    engines.kms.createAlias(textAt(properties, 'AliasName'), textAt(properties, 'TargetKeyId'));
  }
  declareStorage(stage, engines);
  declareMail(stage, engines);
  for (const { name, properties } of stage.resources('AWS::Events::Rule')) engines.bus.addRule(name, properties);
  for (const { name, properties } of stage.resources('AWS::Scheduler::Schedule'))
    engines.bus.addSchedule(name, properties);
}
