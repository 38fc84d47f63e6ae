// Runs the whole system on one machine: builds, synthesises, starts the local cloud, and stops it on Ctrl-C.
import fs from 'node:fs';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { noteRunningCloud } from './running-cloud.ts';
import { greeting } from './start/greeting.ts';
import { prepareGround } from './start/prepare-ground.ts';
import { readOptions, type StartOptions } from './start/read-options.ts';

const secondsSince = (startedAt: number) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function build(): Promise<string> {
  const startedAt = performance.now();
  console.log('Building functions and templates (a minute at the first time, at once when nothing has changed) ...');
  // Loaded here, because the CDK alone takes seconds to load and a person should read something meanwhile.
  const { synthesiseLocal } = await import('./synth-cached.ts');
  const { assemblyFolder, fromCache } = await synthesiseLocal((step) =>
    console.log(`  ${step} (${secondsSince(startedAt)}) ...`),
  );
  console.log(`${fromCache ? 'Nothing has changed since the last build' : 'Built'} (${secondsSince(startedAt)}).`);
  return assemblyFolder;
}

async function start(assemblyFolder: string, options: StartOptions): Promise<Cloud> {
  const startedAt = performance.now();
  console.log('Starting the local cloud ...');
  const { dataFolder, apiPort, awsPort, consolePort } = options;
  const hadData = fs.existsSync(dataFolder);
  const cloud = await startCloud({ assemblyFolder, dataFolder, apiPort, awsPort, consolePort }).catch(
    (error: unknown) => {
      throw hadData
        ? new Error(
            `${reasonOf(error)}\n\nIf ${dataFolder} was left by an older version, npm start -- --fresh begins anew.`,
            { cause: error },
          )
        : error;
    },
  );
  console.log(`Ready (${secondsSince(startedAt)}).`);
  return cloud;
}

/** Resolves at the first signal to stop; further ones change nothing, so that stopping ends in order. */
function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
  });
}

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  await prepareGround(options);
  const assemblyFolder = await build();
  const stopping = stopSignal();
  const cloud = await start(assemblyFolder, options);
  const forget = noteRunningCloud(cloud);
  console.log(greeting(cloud, options));
  await stopping;
  console.log('Stopping ...');
  await cloud.stop();
  forget();
  console.log('Stopped.');
}

try {
  await run();
  process.exit(0);
} catch (error) {
  console.error(`\n${reasonOf(error)}`);
  process.exit(1);
}
