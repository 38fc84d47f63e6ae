import { describe, expect, it } from 'vitest';
import { openClock } from '#local/clock.ts';
import { openJournal } from '#local/edge/journal.ts';
import { openPermissions } from '#local/edge/permissions.ts';
import { readPolicies } from '#local/edge/policies.ts';
import { readQueueKeys } from '#local/edge/queue-key-needs.ts';
import type { Resource, Stage } from '#local/template/stage.ts';

const region = 'ap-southeast-3';
const queueArn = `arn:aws:sqs:${region}:000000000000:jobs`;
const keyArn = `arn:aws:kms:${region}:000000000000:key/one`;
const root = { AWS: 'arn:aws:iam::000000000000:root' };

const resource = (type: string, name: string, properties: object): Resource => ({
  stackName: 'One',
  logicalId: name,
  type,
  name,
  properties: properties as Resource['properties'],
});

function stageOf(...resources: Resource[]): Stage {
  return {
    region,
    resources: (...types) => resources.filter(({ type }) => types.includes(type)),
    arnOf: ({ type, name }) => (type === 'AWS::KMS::Key' ? keyArn : `arn:aws:sqs:${region}:000000000000:${name}`),
    assetPath: () => '',
    outputs: new Map(),
  };
}

const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

const role = (...statements: object[]) => [
  resource('AWS::IAM::Role', 'worker', {}),
  resource('AWS::IAM::Policy', 'policy', { Roles: ['worker'], PolicyDocument: document(...statements) }),
];
const open = (stage: Stage) =>
  openPermissions({ region, clock: openClock(), policies: readPolicies(stage), journal: openJournal() });
const as = (stage: Stage, need: { action: string; resource: string; context?: Record<string, string> }) => () =>
  open(stage).authorizeRole('worker', 'one')({ context: {}, ...need });

describe('permissions', () => {
  it('come from the policies of the role and from nowhere else', () => {
    const stage = stageOf(...role(allow('sqs:SendMessage', queueArn)));
    expect(as(stage, { action: 'sqs:SendMessage', resource: queueArn })).not.toThrow();
    expect(as(stage, { action: 'sqs:ReceiveMessage', resource: queueArn })).toThrow(
      'no policy allows the sqs:ReceiveMessage action',
    );
  });

  it('need the key to delegate to the account', () => {
    const own = role(allow('kms:Decrypt', keyArn));
    const key = (...statements: object[]) => resource('AWS::KMS::Key', 'one', { KeyPolicy: document(...statements) });
    const need = { action: 'kms:Decrypt', resource: keyArn };
    expect(as(stageOf(...own, key(allow('kms:*', '*', { Principal: root }))), need)).not.toThrow();
    expect(as(stageOf(...own, key(allow('kms:Describe*', '*', { Principal: root }))), need)).toThrow('kms:Decrypt');
  });

  it('heed the service through which a key is used', () => {
    const condition = { Condition: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } } };
    const key = resource('AWS::KMS::Key', 'one', { KeyPolicy: document(allow('kms:*', '*', { Principal: root })) });
    const stage = stageOf(...role(allow('kms:Decrypt', keyArn, condition)), key);
    const need = { action: 'kms:Decrypt', resource: keyArn };
    expect(as(stage, need)).toThrow('kms:Decrypt');
    expect(as(stage, { ...need, context: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } })).not.toThrow();
  });

  it('end where the policy of a queue denies', () => {
    const denial = { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: queueArn };
    const policy = resource('AWS::SQS::QueuePolicy', 'policy', {
      Queues: ['http://edge/000000000000/jobs'],
      PolicyDocument: document(denial),
    });
    const stage = stageOf(...role(allow('sqs:SendMessage', queueArn)), resource('AWS::SQS::Queue', 'jobs', {}), policy);
    expect(as(stage, { action: 'sqs:SendMessage', resource: queueArn })).toThrow('explicit deny');
  });

  it('refuse to start with a managed policy whose content is not known', () => {
    const stage = stageOf(
      resource('AWS::IAM::Role', 'worker', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    );
    expect(() => readPolicies(stage)).toThrow('AdministratorAccess');
  });
});

describe('a queue under a customer key', () => {
  const stage = stageOf(
    resource('AWS::SQS::Queue', 'jobs', { KmsMasterKeyId: keyArn }),
    resource('AWS::SQS::Queue', 'plain', {}),
  );
  const needsFor = (action: string, resourceArn: string) =>
    readQueueKeys(stage)([{ action, resource: resourceArn, context: {} }]);

  it('needs the key for sending and receiving, through SQS', () => {
    expect(needsFor('sqs:SendMessage', queueArn).map(({ action }) => action)).toEqual([
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ]);
    expect(needsFor('sqs:ReceiveMessage', queueArn)).toMatchObject([
      { action: 'kms:Decrypt', resource: keyArn, context: { 'kms:ViaService': `sqs.${region}.amazonaws.com` } },
    ]);
  });

  it('needs no key for deleting, and a queue without key needs none', () => {
    expect(needsFor('sqs:DeleteMessage', queueArn)).toEqual([]);
    expect(needsFor('sqs:SendMessage', queueArn.replace('jobs', 'plain'))).toEqual([]);
  });
});
