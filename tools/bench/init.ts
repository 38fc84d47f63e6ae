import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundle, entriesOfRows } from '../bundle.ts';
import { median, ratioOf } from './median.ts';

const run = promisify(execFile);
const yardstick = 'tools/bench/document-client';
/** Rounds over all bundles; the yardstick runs right before each function, so that both see the same machine. */
const rounds = 7;

/** How long one function takes from nothing to its handler. */
export interface InitMeasure {
  entry: string;
  milliseconds: number;
  /** Median of the ratios to the yardstick that ran right before. */
  ratio: number;
  /** Whether S3 is in the bundle, which costs more and has a budget of its own. */
  hasStorage: boolean;
}

/** Milliseconds of two neighbours in time. */
interface Pair {
  yardstick: number;
  own: number;
}

/** Loads a bundle in a fresh process, as Lambda does in a fresh environment; answers milliseconds. */
async function initOf(file: string): Promise<number> {
  const code = `const from = performance.now();
    const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
    if (typeof handler !== 'function') throw new Error('no handler');
    process.stdout.write(String(performance.now() - from));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: process.env['PATH'], AWS_REGION: 'ap-southeast-3' },
  });
  return Number(stdout);
}

const isStorage = (module: string) => module.includes('node_modules/@aws-sdk/client-s3/');

/** Measures the init of every function against the document client alone, each in fresh processes. */
export async function measureInit(): Promise<InitMeasure[]> {
  const outFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const bundles = await bundle({ entries: [...entriesOfRows(), yardstick], outFolder });
    const fileOf = (entry: string) => path.join(outFolder, entry, 'index.mjs');
    const functions = bundles.filter(({ entry }) => entry !== yardstick);
    const pairs = new Map(functions.map(({ entry }) => [entry, [] as Pair[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [entry, measured] of pairs) {
        measured.push({ yardstick: await initOf(fileOf(yardstick)), own: await initOf(fileOf(entry)) });
      }
    }
    return functions.map(({ entry, modules }) => {
      const measured = pairs.get(entry) ?? [];
      return {
        entry,
        milliseconds: median(measured.map(({ own }) => own)),
        ratio: ratioOf(median(measured.map((pair) => pair.own / pair.yardstick)), 1),
        hasStorage: modules.some(isStorage),
      };
    });
  } finally {
    fs.rmSync(outFolder, { recursive: true, force: true });
  }
}
