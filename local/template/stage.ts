import { localAccount } from '../identity.ts';
import type { Assembly, StackTemplate } from './assembly.ts';
import { holds, resolve } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';
import { isRecord, optionalTextAt, recordAt, textAt } from './properties.ts';
import type { Properties } from './properties.ts';
import { attributeOf, nameOf, refer, resourceArn } from './references.ts';
import type { Referent, StageEnvironment } from './references.ts';
import { isKnownType } from './resource-types.ts';

/** One resource of the stage, ready to be brought to life. */
export interface Resource {
  stackName: string;
  logicalId: string;
  type: string;
  /** Physical name or id: a table's name, a key's id, a queue's name (not its URL). */
  name: string;
  /** Properties with every intrinsic resolved. */
  properties: Properties;
}

/** Everything that the templates of one stage declare. */
export interface Stage {
  region: string;
  /** The resources of these types, in the order of the templates. */
  resources(...types: string[]): readonly Resource[];
  /** The ARN of a resource. */
  arnOf(resource: Resource): string;
  /** The folder or file of an asset, by the S3 key under which the template names it. */
  assetPath(resource: Resource, assetKey: string): string;
  /** Resolved outputs of all stacks, by `<stack>.<output>`. */
  outputs: ReadonlyMap<string, unknown>;
}

interface LoadedStack {
  stack: StackTemplate;
  scope: Scope;
  referents: ReadonlyMap<string, Referent>;
}

function pseudoParameters(stackName: string, region: string): Readonly<Record<string, string>> {
  return {
    'AWS::AccountId': localAccount,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${localAccount}:stack/${stackName}/local`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

interface Surroundings {
  region: string;
  environment: StageEnvironment;
  importedValue: (exportName: string) => unknown;
}

function loadStack(stack: StackTemplate, { region, environment, importedValue }: Surroundings): LoadedStack {
  const pseudo = pseudoParameters(stack.stackName, region);
  const parameters = recordAt(stack.template, 'Parameters');
  const referents = new Map<string, Referent>();
  const referent = (logicalId: string): Referent => {
    const known = referents.get(logicalId);
    if (known === undefined) throw new Error(`${stack.stackName} refers to ${logicalId}, which it does not declare`);
    return known;
  };
  const scope: Scope = {
    conditions: recordAt(stack.template, 'Conditions'),
    mappings: recordAt(stack.template, 'Mappings'),
    importedValue,
    secretValueOf: (name) => environment.secretValueOf(name),
    refer: (logicalId) =>
      pseudo[logicalId] ??
      optionalTextAt(recordAt(parameters, logicalId), 'Default') ??
      refer(referent(logicalId), environment),
    attributeOf: (logicalId, attribute) => attributeOf(referent(logicalId), attribute, environment),
  };
  for (const [logicalId, declared] of Object.entries(recordAt(stack.template, 'Resources'))) {
    if (!isRecord(declared)) continue;
    const condition = optionalTextAt(declared, 'Condition');
    if (condition !== undefined && !holds(condition, scope)) continue;
    const type = textAt(declared, 'Type');
    const raw = recordAt(declared, 'Properties');
    const property = (key: string) => optionalTextAt({ [key]: resolve(raw[key], scope) }, key);
    referents.set(logicalId, { stackName: stack.stackName, logicalId, type, region, property });
  }
  return { stack, scope, referents };
}

function refuseUnknownTypes(stacks: readonly LoadedStack[]): void {
  const unknown = stacks.flatMap(({ stack, referents }) =>
    [...referents.values()]
      .filter(({ type }) => !isKnownType(type))
      .map(({ type, logicalId }) => `${type} (${stack.stackName}.${logicalId})`),
  );
  if (unknown.length > 0) throw new Error(`The local cloud does not know these resources: ${unknown.join(', ')}`);
}

function exportsOf(stacks: readonly LoadedStack[]): ReadonlyMap<string, () => unknown> {
  const exports = new Map<string, () => unknown>();
  for (const { stack, scope } of stacks) {
    for (const output of Object.values(recordAt(stack.template, 'Outputs'))) {
      if (!isRecord(output)) continue;
      const name = resolve(recordAt(output, 'Export')['Name'], scope);
      if (typeof name === 'string') exports.set(name, () => resolve(output['Value'], scope));
    }
  }
  return exports;
}

function readOutputs(stacks: readonly LoadedStack[]): ReadonlyMap<string, unknown> {
  const outputs = new Map<string, unknown>();
  for (const { stack, scope } of stacks) {
    for (const [name, output] of Object.entries(recordAt(stack.template, 'Outputs'))) {
      if (isRecord(output)) outputs.set(`${stack.stackName}.${name}`, resolve(output['Value'], scope));
    }
  }
  return outputs;
}

function resolveResources({ stack, scope, referents }: LoadedStack, environment: StageEnvironment): Resource[] {
  const declared = recordAt(stack.template, 'Resources');
  return [...referents.values()].map((referent) => {
    const properties = resolve(recordAt(recordAt(declared, referent.logicalId), 'Properties'), scope);
    return {
      stackName: stack.stackName,
      logicalId: referent.logicalId,
      type: referent.type,
      name: nameOf(referent, environment),
      properties: isRecord(properties) ? properties : {},
    };
  });
}

/**
 * Resolves all stacks of a stage together, references between stacks included.
 * Throws an Error that names what the local cloud does not know: a resource type, an attribute, an intrinsic function.
 */
export function resolveStage(assembly: Assembly, environment: StageEnvironment): Stage {
  const { region } = assembly;
  let exports: ReadonlyMap<string, () => unknown> = new Map();
  const importedValue = (exportName: string): unknown => {
    const exported = exports.get(exportName);
    if (exported === undefined) throw new Error(`No stack exports ${exportName}`);
    return exported();
  };
  const stacks = assembly.stacks.map((stack) => loadStack(stack, { region, environment, importedValue }));
  refuseUnknownTypes(stacks);
  exports = exportsOf(stacks);
  const all = stacks.flatMap((loaded) => resolveResources(loaded, environment));
  const assets = new Map(assembly.stacks.flatMap((stack) => [...stack.assets]));
  return {
    region,
    resources: (...types) => all.filter(({ type }) => types.includes(type)),
    arnOf: (resource) => resourceArn({ ...resource, region, property: () => resource.name }, environment),
    assetPath: (resource, assetKey) => {
      const found = assets.get(assetKey.replace(/\.[a-z.]+$/, ''));
      if (found === undefined) throw new Error(`${resource.logicalId} names an asset that is not there: ${assetKey}`);
      return found;
    },
    outputs: readOutputs(stacks),
  };
}
