import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { synthesiseLocal } from '../synth-cached.ts';

const ports = ['--api-port', '0', '--aws-port', '0', '--console-port', '0'];

/** Milliseconds from `npm start` to its greeting, with templates and bundles from the cache and no data yet. */
export async function measureReady(): Promise<number> {
  await synthesiseLocal();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const startedAt = performance.now();
  const script = path.join(import.meta.dirname, '../start.ts');
  const child = spawn(process.execPath, [script, '--data', path.join(folder, 'data'), ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes('Ctrl-C stops')) break;
  }
  const milliseconds = performance.now() - startedAt;
  child.stdout.resume();
  child.kill('SIGINT');
  await ended;
  fs.rmSync(folder, { recursive: true, force: true });
  if (!said.includes('Ctrl-C stops')) throw new Error(`It did not become ready:\n${said}`);
  return milliseconds;
}
