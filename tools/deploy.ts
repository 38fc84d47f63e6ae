// Deploys one region: bundles, synthesises with every check, deploys its stacks, prints the DKIM records.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { requireCredentials } from './aws-account.ts';
import { deployCommand, outputsFileOf } from './deploy/deploy-command.ts';
import { readPublishing } from './deploy/publishing.ts';
import { readDeployment, type Deployment } from './deploy/read-deployment.ts';

const rootFolder = path.resolve(import.meta.dirname, '..');

/** Runs a program of the project with the terminal of the person, so that the CDK can ask. Throws when it fails. */
async function run([program, ...parameters]: readonly [string, ...string[]]): Promise<void> {
  const bin = path.join(rootFolder, 'node_modules', '.bin');
  const child = spawn(program, parameters, {
    cwd: rootFolder,
    stdio: 'inherit',
    env: { ...process.env, PATH: [bin, process.env['PATH'] ?? ''].join(path.delimiter) },
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return;
  throw new Error(
    `${program} ${parameters[0] ?? ''} failed. In an account that was never deployed to, run "npx cdk bootstrap" for the region first.`,
  );
}

/** A host of one's own needs a record that leads to the distribution; without one there is only CloudFront's domain. */
function aliasNote(apiAddress: string | undefined, cdnDomain: string | undefined): string {
  if (apiAddress === undefined) return '';
  if (cdnDomain !== undefined) {
    const { hostname } = new URL(apiAddress);
    return `\nPublish this DNS record; until then nobody finds the service:\n  ${hostname} CNAME ${cdnDomain}\n`;
  }
  return `
No certificate is recorded for this region: browsers get no session under this address, apps do. Have one issued in
us-east-1, write its ARN into certificateArn of lib/regions.ts, and deploy again.
`;
}

function tellPublishing(region: string): void {
  const { dkimRecords, apiAddress, cdnDomain } = readPublishing(
    JSON.parse(fs.readFileSync(path.join(rootFolder, outputsFileOf(region)), 'utf8')),
  );
  console.log(`
${region} is deployed. Web and API: ${apiAddress ?? 'unchanged'}
${aliasNote(apiAddress, cdnDomain)}
Publish these DNS records; until then no mail is sent:
${dkimRecords.map((record) => `  ${record}`).join('\n')}

Invite the first member of staff:
  npm run staff:invite -- --region ${region} --name <name> --email <address> --roles dpo
`);
}

async function deploy(deployment: Deployment): Promise<void> {
  const { region, isDry } = deployment;
  const command = deployCommand(deployment);
  if (isDry) {
    console.log(`node tools/bundle.ts\n${command.join(' ')}`);
    return;
  }
  await requireCredentials(region);
  await run(['node', 'tools/bundle.ts']);
  await run(command);
  tellPublishing(region);
}

try {
  await deploy(readDeployment(process.argv.slice(2)));
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
