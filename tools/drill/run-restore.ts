import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Cloud } from '#local/cloud.ts';

/** How the command ended: 0 restored, 1 not safe, 2 broken off; and what it said. */
export interface RestoreOutcome {
  code: number | null;
  output: string;
}

const rootFolder = path.resolve(import.meta.dirname, '../..');

/** A time as the command takes it: whole seconds. */
export const timeText = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * Runs `npm run restore` against a local cloud, exactly as an operator runs it against a region.
 * @param tables names, with `@` and a time of their own where they have one
 */
export async function runRestore(
  cloud: Cloud,
  { at, tables, onText = () => {} }: { at: Date; tables: readonly string[]; onText?: (text: string) => void },
): Promise<RestoreOutcome> {
  const { region, endpoint, credentials } = cloud.clientSettings();
  const args = ['--region', region, '--at', timeText(at), '--tables', tables.join(','), '--drain-seconds', '0'];
  const child = spawn(process.execPath, ['tools/restore.ts', ...args], {
    cwd: rootFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  child.stdout.on('data', (chunk: Buffer) => onText(chunk.toString()));
  const closed = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, output: out + error };
}
