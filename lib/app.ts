import cdkJson from '../cdk.json' with { type: 'json' };
import { App, Validations } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RegionStage } from './region-stage.ts';
import { localRegion, regions, type Region } from './regions.ts';

/** Name of the stage that runs on one machine. */
export const localStageName = 'Local';

/** Every stage by name: deployed regions carry the name of their region. */
export const stages: Readonly<Record<string, Region>> = {
  ...Object.fromEntries(regions.map((region) => [region.region, region])),
  [localStageName]: localRegion,
};

/** How to build the app. */
export interface AppSettings {
  /** The bundle of an entry. */
  codeOf: (entry: string) => Code;
  /** Names of stages; all of them by default. */
  only?: readonly string[];
  /** Folder of the assembly; the CLI's by default. */
  outFolder?: string;
  /** Whether CloudFormation's rules and cdk-nag are applied. */
  validates: boolean;
}

/** Builds the CDK app with the flags of `cdk.json`, which the CLI alone would hand over. */
export function buildApp({ codeOf, only, outFolder, validates }: AppSettings): App {
  const app = new App({
    postCliContext: cdkJson.context,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: validates,
    ...(outFolder === undefined ? {} : { outdir: outFolder }),
  });
  for (const [name, region] of Object.entries(stages)) {
    if (only === undefined || only.includes(name)) new RegionStage(app, name, { region, codeOf });
  }
  if (validates) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
