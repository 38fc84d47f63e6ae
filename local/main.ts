// Starts the local cloud from the command line and stops it on Ctrl-C.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { startCloud } from './cloud.ts';
import type { Cloud } from './cloud.ts';

const usage = `npx node local/main.ts --assembly cdk.out/assembly-local [--data .local/data] [--fresh]
    [--api-port 8080] [--aws-port 4566] [--console-port 8081]`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      assembly: { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      'api-port': { type: 'string', default: '8080' },
      'aws-port': { type: 'string', default: '4566' },
      'console-port': { type: 'string', default: '8081' },
    },
  });
  if (values.assembly === undefined) throw new Error(`Usage: ${usage}`);
  return {
    isFresh: values.fresh,
    cloud: {
      assemblyFolder: values.assembly,
      ...(values.data !== undefined && { dataFolder: values.data }),
      apiPort: Number(values['api-port']),
      awsPort: Number(values['aws-port']),
      consolePort: Number(values['console-port']),
    },
  };
}

function tell({ apiAddress, awsAddress, consoleAddress, stage }: Cloud): void {
  const groups = stage.resources('AWS::Cognito::UserPoolGroup').map(({ name }) => name);
  const body = JSON.stringify({ name: 'dewi', groups: groups.slice(0, 1) });
  console.log(`
  HTTP API        ${apiAddress}
  API reference   ${consoleAddress}/reference
  Inbox           ${consoleAddress}/inbox
  Status          ${consoleAddress}/
  AWS services    ${awsAddress}

  To act as staff (groups: ${groups.join(', ')}):
    curl -s ${consoleAddress}/staff-tokens -H 'content-type: application/json' -d '${body}'
  and send the accessToken as  authorization: Bearer <accessToken>

  Ctrl-C stops.
`);
}

async function run(): Promise<void> {
  const { isFresh, cloud: options } = readOptions();
  if (isFresh && options.dataFolder !== undefined) fs.rmSync(options.dataFolder, { recursive: true, force: true });
  const cloud = await startCloud(options);
  tell(cloud);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    console.log('Stopping.');
    cloud.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
