// The static checks, each with its time: types, lint, format, dead code, laws of the house, generated pages.
import { spawn } from 'node:child_process';
import os from 'node:os';

interface Check {
  name: string;
  command: readonly [string, ...string[]];
}

const checks: readonly Check[] = [
  { name: 'types of the product', command: ['tsc'] },
  { name: 'types of what reads the CDK', command: ['tsc', '-p', 'lib'] },
  { name: 'lint, type-aware', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'laws of the house', command: ['vitest', 'run', '--project', 'architecture'] },
  { name: 'generated pages', command: ['node', 'tools/write-docs.ts', '--check'] },
];

interface Outcome {
  check: Check;
  passed: boolean;
  seconds: number;
  output: string;
}

function run(check: Check): Promise<Outcome> {
  const [program, ...parameters] = check.command;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const finish = (passed: boolean) =>
      resolve({ check, passed, seconds: (performance.now() - startedAt) / 1000, output });
    child.on('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

/** Runs as many checks at once as there are processors, and tells each outcome as it comes. */
async function runAll(): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const outcome = await run(check);
      console.log(`${outcome.passed ? 'ok  ' : 'FAIL'}  ${check.name}  (${outcome.seconds.toFixed(1)} s)`);
      if (!outcome.passed) console.log(outcome.output.trimEnd());
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(os.availableParallelism(), checks.length) }, worker));
  return outcomes;
}

const failed = (await runAll()).filter(({ passed }) => !passed);
if (failed.length > 0) {
  console.log(`\n${failed.length} of ${checks.length} checks failed.`);
  process.exitCode = 1;
}
