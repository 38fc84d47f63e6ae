import { parseArgs } from 'node:util';
import { regions } from '#lib/regions.ts';

/** What is deployed, and how. */
export interface Deployment {
  region: string;
  /** Only says what would be done. */
  isDry: boolean;
  /** Does not ask before permissions widen: for machines, which cannot answer. */
  isUnattended: boolean;
}

const names = regions.map(({ region }) => region).join(', ');

const usage = `npm run deploy -- <region> [--dry-run] [--yes]

Regions: ${names}. To add one, see lib/regions.ts.
--dry-run  only says what would be done
--yes      does not ask before permissions widen`;

function refuse(reason: string, cause?: unknown): never {
  throw new Error(`${reason}\n\n${usage}`, { cause });
}

/** Reads the command line. Throws an Error that shows the usage. */
export function readDeployment(args: readonly string[]): Deployment {
  const { values, positionals } = parse(args);
  const [region, ...more] = positionals;
  if (region === undefined) refuse('Say which region to deploy.');
  if (more.length > 0) refuse('One region at a time: each is looked at before the next.');
  if (!regions.some((each) => each.region === region)) refuse(`${region} is no region of this product.`);
  return { region, isDry: values['dry-run'], isUnattended: values.yes };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), error);
  }
}
