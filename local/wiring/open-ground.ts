import fs from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { Clock } from '../clock.ts';
import { readAssembly } from '../template/assembly.ts';
import type { Assembly } from '../template/assembly.ts';
import { isRecord, recordAt } from '../template/properties.ts';
import { openLastingClock } from './lasting-clock.ts';
import { listen, stopListening } from './listen.ts';
import { openLogFiles } from './log-files.ts';
import type { LogFiles } from './log-files.ts';

/** What must be there before anything is assembled. */
export interface GroundOptions {
  assemblyFolder: string;
  dataFolder?: string;
  apiPort?: number;
  awsPort?: number;
  consolePort?: number;
}

/** Folder, clock, logs and three addresses; the servers answer once listeners are given to them. */
export interface Ground {
  assembly: Assembly;
  folder: string;
  clock: Clock;
  logs: LogFiles;
  /** Where clients come. */
  apiServer: Server;
  apiAddress: string;
  /** Where the HTTP API answers: the same, or a server behind a distribution. */
  originServer: Server;
  originAddress: string;
  edgeServer: Server;
  edgeAddress: string;
  consoleServer: Server;
  consoleAddress: string;
  defects: readonly unknown[];
  /** Notes what should never happen. */
  onDefect(error: unknown): void;
}

function openFolder(dataFolder: string | undefined, teardown: AsyncDisposableStack): string {
  if (dataFolder !== undefined) {
    fs.mkdirSync(dataFolder, { recursive: true });
    return path.resolve(dataFolder);
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'local-cloud-'));
  teardown.defer(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const hasDistribution = ({ stacks }: Assembly) =>
  stacks.some(({ template }) =>
    Object.values(recordAt(template, 'Resources')).some(
      (resource) => isRecord(resource) && resource['Type'] === 'AWS::CloudFront::Distribution',
    ),
  );

/** Reads the assembly, opens the data folder and the clock, and takes the ports. */
export async function openGround(options: GroundOptions, teardown: AsyncDisposableStack): Promise<Ground> {
  const assembly = readAssembly(options.assemblyFolder);
  const folder = openFolder(options.dataFolder, teardown);
  const logs = openLogFiles(path.join(folder, 'logs'));
  const defects: unknown[] = [];
  const open = async (port: number | undefined, what: { name: string; option: string }) => {
    const server = createServer();
    const address = await listen(server, port ?? 0, what);
    teardown.defer(() => stopListening(server));
    return { server, address };
  };
  const api = await open(options.apiPort, { name: 'the HTTP API', option: '--api-port' });
  const origin = hasDistribution(assembly) ? await open(0, { name: 'the origin', option: 'nothing' }) : api;
  const edge = await open(options.awsPort, { name: 'the AWS services', option: '--aws-port' });
  const console = await open(options.consolePort, { name: 'the console', option: '--console-port' });
  return {
    assembly,
    folder,
    clock: openLastingClock(folder),
    logs,
    apiServer: api.server,
    apiAddress: api.address,
    originServer: origin.server,
    originAddress: origin.address,
    edgeServer: edge.server,
    edgeAddress: edge.address,
    consoleServer: console.server,
    consoleAddress: console.address,
    defects,
    onDefect(error) {
      defects.push(error);
      logs.write('local-cloud', error instanceof Error ? String(error.stack) : String(error));
    },
  };
}
