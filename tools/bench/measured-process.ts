import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * Runs a script of this folder in a process of its own and answers the one message that it sends. What it writes to its
 * standard output is thrown away: the loggers of functions write there. Rejects when it ends without a message.
 */
export async function runMeasured(
  script: string,
  { settings, environment }: { settings: unknown; environment: Record<string, string> },
): Promise<unknown> {
  const child = fork(path.join(import.meta.dirname, script), [JSON.stringify(settings)], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ending = once(child, 'exit').then(([code]) => {
    throw new Error(`The measured process ended with ${String(code)} and no measure`);
  });
  const [message] = await Promise.race([once(child, 'message'), ending]);
  return message;
}
