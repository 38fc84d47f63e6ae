import path from 'node:path';
import type { Deployment } from './read-deployment.ts';

/** Below the root: where the CDK leaves the outputs of a region's stacks. */
export const outputsFileOf = (region: string): string => path.join('cdk.out', `outputs-${region}.json`);

/**
 * The command that synthesises every stage with all checks and deploys the stacks of one region. Two stars, because the
 * stacks lie inside the region's stage.
 */
export function deployCommand({ region, isUnattended }: Deployment): readonly [string, ...string[]] {
  const approval = isUnattended ? 'never' : 'broadening';
  return ['cdk', 'deploy', `${region}/**`, '--require-approval', approval, '--outputs-file', outputsFileOf(region)];
}
