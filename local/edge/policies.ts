import { readPolicy } from '../iam/policy.ts';
import type { Policy } from '../iam/policy.ts';
import { recordsAt, textAt, textsAt } from '../template/properties.ts';
import type { Stage } from '../template/stage.ts';

/** The policies of a stage, as its templates declare them. */
export interface Policies {
  /** Policies of a role. */
  ofRole(roleName: string): readonly Policy[];
  /** The policy of a key, bucket (or an object in it) or queue, by ARN. */
  ofResource(resourceArn: string): Policy | undefined;
}

/** Managed policies whose permissions (writing logs) mean nothing locally. */
const inertManagedPolicies: readonly string[] = ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'];

function readRoles(stage: Stage): ReadonlyMap<string, Policy[]> {
  const roles = new Map<string, Policy[]>();
  for (const { name, properties } of stage.resources('AWS::IAM::Role')) {
    const foreign = textsAt(properties, 'ManagedPolicyArns').find((arn) => !inertManagedPolicies.includes(arn));
    if (foreign !== undefined) throw new Error(`The local cloud does not know the managed policy ${foreign}`);
    const inline = recordsAt(properties, 'Policies').map((policy) => readPolicy(policy['PolicyDocument']));
    roles.set(name, inline);
  }
  for (const { properties } of stage.resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')) {
    const policy = readPolicy(properties['PolicyDocument']);
    for (const roleName of textsAt(properties, 'Roles')) roles.get(roleName)?.push(policy);
  }
  return roles;
}

function readResourcePolicies(stage: Stage): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  for (const key of stage.resources('AWS::KMS::Key')) {
    policies.set(stage.arnOf(key), readPolicy(key.properties['KeyPolicy']));
  }
  for (const { properties } of stage.resources('AWS::S3::BucketPolicy')) {
    policies.set(`arn:aws:s3:::${textAt(properties, 'Bucket')}`, readPolicy(properties['PolicyDocument']));
  }
  const queues = stage.resources('AWS::SQS::Queue');
  for (const { properties } of stage.resources('AWS::SQS::QueuePolicy')) {
    const policy = readPolicy(properties['PolicyDocument']);
    for (const url of textsAt(properties, 'Queues')) {
      const queue = queues.find(({ name }) => url.endsWith(`/${name}`));
      if (queue === undefined) continue;
      const arn = stage.arnOf(queue);
      policies.set(arn, [...(policies.get(arn) ?? []), ...policy]);
    }
  }
  return policies;
}

/** Reads all policies of a stage. Throws an Error on managed policies and policy members that are not known. */
export function readPolicies(stage: Stage): Policies {
  const roles = readRoles(stage);
  const resources = readResourcePolicies(stage);
  return {
    ofRole: (roleName) => roles.get(roleName) ?? [],
    ofResource: (arn) => resources.get(arn.startsWith('arn:aws:s3:::') ? (arn.split('/')[0] ?? arn) : arn),
  };
}
