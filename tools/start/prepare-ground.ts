import fs from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { listen, stopListening } from '#local/wiring/listen.ts';
import { findRunningCloud } from '../running-cloud.ts';
import type { StartOptions } from './read-options.ts';

/** Looks whether the ports are free before anything is built. Throws an Error that says which one is not. */
async function tryPorts({ apiPort, awsPort, consolePort }: StartOptions): Promise<void> {
  const wanted = [
    { port: apiPort, name: 'the HTTP API', option: '--api-port' },
    { port: awsPort, name: 'the AWS services', option: '--aws-port' },
    { port: consolePort, name: 'the console', option: '--console-port' },
  ];
  for (const { port, name, option } of wanted) {
    const server = createServer();
    try {
      await listen(server, port, { name, option: `npm start -- ${option} ${port + 10}` });
    } finally {
      await stopListening(server);
    }
  }
}

/** A folder that the cloud wrote, or one that holds nothing: no other folder is ever deleted. */
function isDataFolder(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'dynamodb.sqlite')) || fs.readdirSync(folder).length === 0;
}

function deleteData(folder: string): void {
  if (!fs.existsSync(folder)) return;
  if (!isDataFolder(folder))
    throw new Error(`${folder} holds other things than a local cloud's data: --fresh leaves it alone`);
  fs.rmSync(folder, { recursive: true });
}

/**
 * Makes sure that the cloud can start: nobody else runs on its data, its ports are free, and with `isFresh` the data of
 * earlier runs is gone. Throws an Error that says what to do.
 */
export async function prepareGround(options: StartOptions): Promise<void> {
  const running = await findRunningCloud(options.dataFolder);
  if (running !== undefined) {
    const where = `at ${running.apiAddress} (process ${running.processId}) from ${options.dataFolder}`;
    throw new Error(
      `A local cloud already runs ${where}: stop it with Ctrl-C first, or choose other data with npm start -- --data <folder> and other ports`,
    );
  }
  await tryPorts(options);
  if (options.isFresh) deleteData(options.dataFolder);
}
