import fs from 'node:fs';
import path from 'node:path';
import type { Credentials, SigningKeys } from '../edge/credentials.ts';
import type { FunctionSettings } from '../lambda/environment.ts';
import { numberAt, optionalNumberAt, optionalTextAt, recordAt, textAt } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';

/** A function of the stage and the role that it runs under. */
export interface DeclaredFunction {
  settings: FunctionSettings;
  roleName: string;
}

/** What functions are told of the cloud they run in. */
export interface FunctionSurroundings {
  stage: Stage;
  credentials: Credentials;
  edgeAddress: string;
}

/** Properties of a function that are read here, or that mean nothing on one machine. */
const knownProperties: readonly string[] = [
  'Architectures',
  'Code',
  'Description',
  'Environment',
  'FunctionName',
  'Handler',
  'KmsKeyArn',
  'LoggingConfig',
  'MemorySize',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'Tags',
  'Timeout',
  'TracingConfig',
];

function refuseUnknownProperties({ properties, logicalId }: Resource): void {
  const stranger = Object.keys(properties).find((name) => !knownProperties.includes(name));
  if (stranger !== undefined) throw new Error(`The local cloud does not know ${stranger} of the function ${logicalId}`);
}

const moduleEndings = ['mjs', 'cjs', 'js'];

function bundleOf({ stage }: FunctionSurroundings, resource: Resource, moduleName: string): string {
  const key = optionalTextAt(recordAt(resource.properties, 'Code'), 'S3Key');
  if (key === undefined) throw new Error(`${resource.logicalId} has no bundle: inline code does not run locally`);
  const folder = stage.assetPath(resource, key);
  const files = moduleEndings.map((ending) => path.join(folder, `${moduleName}.${ending}`));
  const found = files.find((file) => fs.existsSync(file));
  if (found === undefined) throw new Error(`${resource.logicalId} names the module ${moduleName}, absent in ${folder}`);
  return found;
}

function variablesOf({ properties }: Resource, surroundings: FunctionSurroundings, keys: SigningKeys) {
  const declared = recordAt(recordAt(properties, 'Environment'), 'Variables');
  const { region } = surroundings.stage;
  return {
    ...Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, String(value)])),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
    AWS_ENDPOINT_URL: surroundings.edgeAddress,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function readFunction(resource: Resource, surroundings: FunctionSurroundings): DeclaredFunction {
  const { properties, name } = resource;
  refuseUnknownProperties(resource);
  const runtime = textAt(properties, 'Runtime');
  if (!runtime.startsWith('nodejs')) throw new Error(`The local cloud runs no ${runtime} (${resource.logicalId})`);
  const [moduleName = '', exportName = ''] = textAt(properties, 'Handler').split('.');
  const roleName = textAt(properties, 'Role').split('/').at(-1) ?? '';
  const keys = surroundings.credentials.ofFunction(name, roleName);
  const concurrencyMax = optionalNumberAt(properties, 'ReservedConcurrentExecutions');
  return {
    roleName,
    settings: {
      functionName: name,
      functionArn: surroundings.stage.arnOf(resource),
      bundle: bundleOf(surroundings, resource, moduleName),
      exportName,
      variables: variablesOf(resource, surroundings, keys),
      timeoutMs: numberAt(properties, 'Timeout', 3) * 1000,
      memoryMegabytes: numberAt(properties, 'MemorySize', 128),
      ...(concurrencyMax !== undefined && { concurrencyMax }),
    },
  };
}

/**
 * Reads the functions of the stage, each with credentials of its own. The function with which CDK sets up bucket
 * notifications is left out: its custom resource is read instead.
 */
export function readFunctions(surroundings: FunctionSurroundings): readonly DeclaredFunction[] {
  const { stage } = surroundings;
  const helpers = new Set(
    stage.resources('Custom::S3BucketNotifications').map(({ properties }) => properties['ServiceToken']),
  );
  return stage
    .resources('AWS::Lambda::Function')
    .filter((resource) => !helpers.has(stage.arnOf(resource)))
    .map((resource) => readFunction(resource, surroundings));
}
