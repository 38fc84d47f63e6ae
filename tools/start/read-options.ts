import { parseArgs } from 'node:util';
import { dataFolderByDefault } from '../running-cloud.ts';

/** What `npm start` is asked for. */
export interface StartOptions {
  dataFolder: string;
  /** Whether what the folder holds is deleted first. */
  isFresh: boolean;
  apiPort: number;
  awsPort: number;
  consolePort: number;
}

/** Where the local web client lives (`lib/regions.ts`): links in mails lead to this port. */
export const apiPortByDefault = 8080;

const usage = `npm start -- [--fresh] [--data ${dataFolderByDefault}]
             [--api-port ${apiPortByDefault}] [--console-port 8081] [--aws-port 4566]`;

function portOf(option: string, given: string): number {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new Error(`--${option} takes a port between 0 (any free one) and 65535, not ${given}\n${usage}`);
}

/** Reads the command line. Throws an Error that shows the usage. */
export function readOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: dataFolderByDefault },
        fresh: { type: 'boolean', default: false },
        'api-port': { type: 'string', default: String(apiPortByDefault) },
        'aws-port': { type: 'string', default: '4566' },
        'console-port': { type: 'string', default: '8081' },
      },
    });
    return {
      dataFolder: values.data,
      isFresh: values.fresh,
      apiPort: portOf('api-port', values['api-port']),
      awsPort: portOf('aws-port', values['aws-port']),
      consolePort: portOf('console-port', values['console-port']),
    };
  } catch (error) {
    if (error instanceof TypeError) throw new Error(`${error.message}\n${usage}`, { cause: error });
    throw error;
  }
}
