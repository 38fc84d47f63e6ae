import fs from 'node:fs';
import path from 'node:path';
import { isRecord, optionalTextAt, recordAt, textAt } from './properties.ts';
import type { Properties } from './properties.ts';

/** One synthesised stack: its template, and where each asset of it lies on disk. */
export interface StackTemplate {
  stackName: string;
  template: Properties;
  /** Asset hash to folder or file. */
  assets: ReadonlyMap<string, string>;
}

/** All stacks of one stage. */
export interface Assembly {
  region: string;
  stacks: readonly StackTemplate[];
}

const unknownRegion = 'unknown-region';

function readJson(file: string): Properties {
  const value: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (!isRecord(value)) throw new TypeError(`${file} holds no JSON object`);
  return value;
}

function readAssets(folder: string, file: string): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  if (!fs.existsSync(path.join(folder, file))) return assets;
  for (const [hash, asset] of Object.entries(recordAt(readJson(path.join(folder, file)), 'files'))) {
    const source = isRecord(asset) ? optionalTextAt(recordAt(asset, 'source'), 'path') : undefined;
    if (source !== undefined) assets.set(hash, path.resolve(folder, source));
  }
  return assets;
}

interface Found {
  stack: StackTemplate;
  region: string;
}

function readStack(folder: string, id: string, artifact: Properties): Found {
  const properties = recordAt(artifact, 'properties');
  const environment = optionalTextAt(artifact, 'environment') ?? '';
  return {
    region: environment.split('/').at(-1) ?? unknownRegion,
    stack: {
      stackName: optionalTextAt(properties, 'stackName') ?? id,
      template: readJson(path.join(folder, textAt(properties, 'templateFile'))),
      assets: readAssets(folder, `${id}.assets.json`),
    },
  };
}

function readFolder(folder: string): Found[] {
  const artifacts = Object.entries(recordAt(readJson(path.join(folder, 'manifest.json')), 'artifacts'));
  return artifacts.flatMap(([id, artifact]) => {
    if (!isRecord(artifact)) return [];
    if (artifact['type'] === 'aws:cloudformation:stack') return [readStack(folder, id, artifact)];
    if (artifact['type'] !== 'cdk:cloud-assembly') return [];
    return readFolder(path.join(folder, textAt(recordAt(artifact, 'properties'), 'directoryName')));
  });
}

/**
 * Reads every stack under a cloud assembly (`cdk.out`, or one stage's `assembly-*` within it), nested ones included.
 * Throws an Error when there is none, or when the stacks belong to more than one region: a region is one local cloud.
 */
export function readAssembly(folder: string, defaultRegion = 'ap-southeast-3'): Assembly {
  if (!fs.existsSync(path.join(folder, 'manifest.json'))) {
    throw new Error(`${folder} holds no synthesised stacks (no manifest.json): run the synthesis first`);
  }
  const found = readFolder(folder);
  if (found.length === 0) throw new Error(`${folder} holds no stack`);
  const regions = new Set(found.map(({ region }) => (region === unknownRegion ? defaultRegion : region)));
  const [region, ...others] = [...regions];
  if (region === undefined || others.length > 0) {
    throw new Error(`${folder} holds stacks of several regions (${[...regions].join(', ')}): name one stage's folder`);
  }
  return { region, stacks: found.map(({ stack }) => stack) };
}
