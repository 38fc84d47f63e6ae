import { createHash } from 'node:crypto';
import { localAccount } from '../identity.ts';

/** What a reference needs to know about the world outside of the templates. */
export interface StageEnvironment {
  /** Address of the edge, where queue URLs point, for example `http://127.0.0.1:4566`. */
  edgeAddress: string;
  /** Address where clients come: of the distribution, or of the HTTP API where there is none. */
  apiAddress: string;
  /** Address of the HTTP API itself. */
  originAddress: string;
  /** Key id of a KMS key, by `<stack>.<logical id>`; the same after a restart. */
  keyId(logicalId: string): string;
  /** The value of a secret by its name. */
  secretValueOf(name: string): string;
}

/** A resource as references see it: where it stands and what the template says of it. */
export interface Referent {
  stackName: string;
  logicalId: string;
  type: string;
  region: string;
  /** The resolved text of a property, where the template gives one. */
  property(key: string): string | undefined;
}

const nameProperties: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::Cognito::UserPoolGroup': 'GroupName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::ApiGatewayV2::Stage': 'StageName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
};

const digestOf = (referent: Referent) =>
  createHash('sha256').update(`${referent.stackName}.${referent.logicalId}`).digest('hex');

const generatedNameLengthMax = 63;

/** A name as CloudFormation makes it up: stack, logical id and a suffix, here derived and therefore stable. */
function generatedName(referent: Referent): string {
  const suffix = digestOf(referent).slice(0, 10);
  return `${`${referent.stackName}-${referent.logicalId}`.slice(0, generatedNameLengthMax - 11)}-${suffix}`;
}

const shortId = (referent: Referent) => digestOf(referent).slice(0, 10);

const generatedNames: Readonly<Record<string, (referent: Referent) => string>> = {
  'AWS::ApiGatewayV2::Api': shortId,
  'AWS::ApiGatewayV2::Authorizer': shortId,
  'AWS::ApiGatewayV2::Integration': shortId,
  'AWS::ApiGatewayV2::Route': shortId,
  'AWS::GuardDuty::MalwareProtectionPlan': shortId,
  'AWS::Cognito::UserPool': (referent) => `${referent.region}_${digestOf(referent).slice(0, 9)}`,
  'AWS::Cognito::UserPoolClient': (referent) => digestOf(referent).slice(0, 26),
  'AWS::S3::Bucket': (referent) => generatedName(referent).toLowerCase(),
};

/** The physical name or id of a resource, before it is dressed as an ARN or URL. */
export function nameOf(referent: Referent, environment: StageEnvironment): string {
  if (referent.type === 'AWS::KMS::Key') return environment.keyId(`${referent.stackName}.${referent.logicalId}`);
  const property = nameProperties[referent.type];
  const given = property === undefined ? undefined : referent.property(property);
  return given ?? (generatedNames[referent.type] ?? generatedName)(referent);
}

function arnOf(referent: Referent, service: string, rest: string): string {
  return `arn:aws:${service}:${referent.region}:${localAccount}:${rest}`;
}

type Attribute = (referent: Referent, environment: StageEnvironment) => string;

const arnAttributes: Readonly<Record<string, (referent: Referent, name: string) => string>> = {
  'AWS::CloudWatch::Alarm': (referent, name) => arnOf(referent, 'cloudwatch', `alarm:${name}`),
  'AWS::Cognito::UserPool': (referent, name) => arnOf(referent, 'cognito-idp', `userpool/${name}`),
  'AWS::DynamoDB::GlobalTable': (referent, name) => arnOf(referent, 'dynamodb', `table/${name}`),
  'AWS::DynamoDB::Table': (referent, name) => arnOf(referent, 'dynamodb', `table/${name}`),
  'AWS::Events::Rule': (referent, name) => arnOf(referent, 'events', `rule/${name}`),
  'AWS::GuardDuty::MalwareProtectionPlan': (referent, name) =>
    arnOf(referent, 'guardduty', `malware-protection-plan/${name}`),
  'AWS::IAM::Role': (_, name) => `arn:aws:iam::${localAccount}:role/${name}`,
  'AWS::KMS::Key': (referent, name) => arnOf(referent, 'kms', `key/${name}`),
  'AWS::Lambda::Function': (referent, name) => arnOf(referent, 'lambda', `function:${name}`),
  'AWS::Logs::LogGroup': (referent, name) => arnOf(referent, 'logs', `log-group:${name}:*`),
  'AWS::S3::Bucket': (_, name) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': (referent, name) => arnOf(referent, 'sns', name),
  'AWS::SQS::Queue': (referent, name) => arnOf(referent, 'sqs', name),
  'AWS::Scheduler::Schedule': (referent, name) => arnOf(referent, 'scheduler', `schedule/default/${name}`),
  'AWS::Scheduler::ScheduleGroup': (referent, name) => arnOf(referent, 'scheduler', `schedule-group/${name}`),
};

/** The ARN of a resource of a type that has one. Throws an Error with the type's name for others. */
export function resourceArn(referent: Referent, environment: StageEnvironment): string {
  const arn = arnAttributes[referent.type];
  if (arn === undefined) throw new Error(`The local cloud knows no ARN of ${referent.type}`);
  return arn(referent, nameOf(referent, environment));
}

const queueUrl: Attribute = (referent, environment) =>
  `${environment.edgeAddress}/${localAccount}/${nameOf(referent, environment)}`;
const streamArn: Attribute = (referent, environment) => `${resourceArn(referent, environment)}/stream/local`;
const issuer: Attribute = (referent, environment) =>
  `cognito-idp.${referent.region}.amazonaws.com/${nameOf(referent, environment)}`;

const attributes: Readonly<Record<string, Attribute>> = {
  'AWS::ApiGatewayV2::Api.ApiEndpoint': (_, environment) => environment.originAddress,
  'AWS::ApiGatewayV2::Api.ApiId': nameOf,
  'AWS::ApiGatewayV2::Authorizer.AuthorizerId': nameOf,
  'AWS::CloudFront::Distribution.DomainName': (_, environment) => new URL(environment.apiAddress).host,
  'AWS::Cognito::UserPool.ProviderName': issuer,
  'AWS::Cognito::UserPool.ProviderURL': (referent, environment) => `https://${issuer(referent, environment)}`,
  'AWS::Cognito::UserPool.UserPoolId': nameOf,
  'AWS::Cognito::UserPoolClient.ClientId': nameOf,
  'AWS::DynamoDB::GlobalTable.StreamArn': streamArn,
  'AWS::DynamoDB::Table.StreamArn': streamArn,
  'AWS::KMS::Key.KeyId': nameOf,
  'AWS::S3::Bucket.DomainName': (referent, environment) => `${nameOf(referent, environment)}.s3.amazonaws.com`,
  'AWS::S3::Bucket.RegionalDomainName': (referent, environment) =>
    `${nameOf(referent, environment)}.s3.${referent.region}.amazonaws.com`,
  'AWS::SNS::Topic.TopicArn': resourceArn,
  'AWS::SNS::Topic.TopicName': nameOf,
  'AWS::SQS::Queue.QueueName': nameOf,
  'AWS::SQS::Queue.QueueUrl': queueUrl,
};

/** What `Ref` yields: the URL of a queue, the ARN of a topic, else the physical name or id. */
export function refer(referent: Referent, environment: StageEnvironment): string {
  if (referent.type === 'AWS::SQS::Queue') return queueUrl(referent, environment);
  if (referent.type === 'AWS::SNS::Topic') return resourceArn(referent, environment);
  return nameOf(referent, environment);
}

/** What `Fn::GetAtt` yields. Throws an Error that names type and attribute when the local cloud does not know it. */
export function attributeOf(referent: Referent, attribute: string, environment: StageEnvironment): string {
  if (attribute === 'Arn') return resourceArn(referent, environment);
  const dkim = /^DkimDNSToken(Name|Value)([123])$/.exec(attribute);
  if (referent.type === 'AWS::SES::EmailIdentity' && dkim !== null) {
    const token = digestOf(referent).slice(0, 31) + String(dkim[2]);
    const name = `${token}._domainkey.${nameOf(referent, environment)}`;
    return dkim[1] === 'Name' ? name : `${token}.dkim.amazonses.com`;
  }
  const attributeReader = attributes[`${referent.type}.${attribute}`];
  if (attributeReader === undefined) {
    throw new Error(`The local cloud knows no attribute ${attribute} of ${referent.type} (${referent.logicalId})`);
  }
  return attributeReader(referent, environment);
}
