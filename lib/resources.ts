import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { KeyName } from './constructs/region-keys.ts';
import type { MailClass, QueueName } from './needs.ts';
import type { Region } from './regions.ts';
import type { TableName } from './tables.ts';

/** Where mail is sent from. */
export interface MailResources {
  from: string;
  identityArn: string;
  /** Name and ARN of the configuration set of each class. */
  configurationSets: Readonly<Record<MailClass, { name: string; arn: string }>>;
}

/** Where text messages are sent from. */
export interface SmsResources {
  /** Of the pool, number or sender id that the operator registered in the region. */
  originationIdentityArn: string;
  configurationSet: { name: string; arn: string };
}

/** What the functions of a region can be given. */
export interface RegionResources {
  settings: Region;
  tables: Readonly<Record<TableName, TableV2>>;
  keys: Readonly<Record<KeyName, Key>>;
  kycBucket: Bucket;
  /** Holds copies of their data that players asked for. */
  exportBucket: Bucket;
  /** Holds the list that players are compared with. */
  screeningLists: Bucket;
  queues: Readonly<Record<QueueName, Queue>>;
  mail: MailResources;
  /** Null where the region sends no text messages. */
  sms: SmsResources | null;
  /** Where alarms are published. */
  alarms: ITopic;
  /** The bundle of an entry. */
  codeOf: (entry: string) => Code;
}
