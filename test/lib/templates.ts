import { Code } from 'aws-cdk-lib/aws-lambda';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildApp, localStageName, stages } from '#lib/app.ts';

/** Templates are JSON of every shape; a path that is not there fails the test that walks it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type TemplateValue = any;

/** Properties of a resource. */
export type Properties = Record<string, TemplateValue>;

/** A resource as a template declares it. */
interface TemplateResource {
  Type: string;
  Properties?: Properties;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

/** One synthesised stack. */
export interface StackTemplate {
  name: string;
  resources: Readonly<Record<string, TemplateResource>>;
  /** The whole template, for comparisons. */
  template: Record<string, unknown>;
}

/** The code of no function matters to the laws of templates. */
export const placeholderCode = (): Code => Code.fromInline('exports.handler = undefined');

let built: Readonly<Record<string, readonly StackTemplate[]>> | undefined;

/** All stacks by stage, synthesised once per test process. */
export function templatesByStage(): Readonly<Record<string, readonly StackTemplate[]>> {
  built ??= synthesise();
  return built;
}

function synthesise(): Record<string, StackTemplate[]> {
  const outFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'templates-'));
  try {
    const assembly = buildApp({ codeOf: placeholderCode, outFolder, validates: false }).synth();
    return Object.fromEntries(
      Object.keys(stages).map((stage) => [
        stage,
        assembly.getNestedAssembly(`assembly-${stage}`).stacks.map(({ stackName, template }) => ({
          name: stackName,
          resources: template.Resources as Record<string, TemplateResource>,
          template,
        })),
      ]),
    );
  } finally {
    fs.rmSync(outFolder, { recursive: true, force: true });
  }
}

/** The stacks of the local stage. */
export const localStacks = () => templatesByStage()[localStageName]!;

/** Every stack of every stage, with its stage. */
export function allStacks(): readonly (StackTemplate & { stage: string })[] {
  return Object.entries(templatesByStage()).flatMap(([stage, stacks]) => stacks.map((stack) => ({ ...stack, stage })));
}

/** A resource with where it stands, such as `eu-west-1/sesetoro-data/KeysTable1A2B`. */
export interface Located extends TemplateResource {
  at: string;
  stage: string;
  logicalId: string;
  properties: Properties;
}

/** Every resource of a type, of all stages or of one. */
export function resourcesOf(type: string, stage?: string): readonly Located[] {
  return allStacks()
    .filter((stack) => stage === undefined || stack.stage === stage)
    .flatMap((stack) =>
      Object.entries(stack.resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => ({
          ...resource,
          at: `${stack.stage}/${stack.name}/${logicalId}`,
          stage: stack.stage,
          logicalId,
          properties: resource.Properties ?? {},
        })),
    );
}

/** A list where templates write one value or several. */
export const listOf = <Item>(value: Item | Item[] | undefined): Item[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Texts in order, for comparisons that ignore it. */
export const sorted = (texts: readonly string[]): string[] => texts.toSorted();
