import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { outcomesFrom, type TestOutcomes } from './test-report.ts';

const outcomesSchema = z.record(z.string(), z.enum(['passed', 'failed', 'skipped']));
const keptSchema = z.object({ files: z.array(z.string()), outcomes: outcomesSchema });

/** Where runs are kept, by the hash of sources and tests. */
export interface ProofCache {
  rootFolder: string;
  folder: string;
  /** The hash as it is now. */
  currentHash: () => string;
}

/** Results of test files: those that this hash already has are taken from the cache, the others run now. */
export function outcomesOf(testFiles: readonly string[], cache: ProofCache): TestOutcomes {
  const hash = cache.currentHash();
  const cacheFile = path.join(cache.folder, `${hash}.json`);
  const kept = readKept(cacheFile);
  const stale = testFiles.filter((file) => !kept.files.includes(file));
  const present = stale.filter((file) => fs.existsSync(path.join(cache.rootFolder, file)));
  if (present.length === 0) return kept.outcomes;
  const outcomes = { ...kept.outcomes, ...runVitest(present, cache) };
  // Sources that changed under the run belong to no hash: such results are shown and not kept.
  if (cache.currentHash() === hash) {
    fs.writeFileSync(cacheFile, JSON.stringify({ files: [...kept.files, ...present], outcomes }, undefined, 1));
  }
  return outcomes;
}

function readKept(cacheFile: string): z.infer<typeof keptSchema> {
  if (!fs.existsSync(cacheFile)) return { files: [], outcomes: {} };
  return keptSchema.parse(JSON.parse(fs.readFileSync(cacheFile, 'utf8')));
}

/** Runs vitest on some files. What the tests print goes to our standard error: standard output is for the answer. */
function runVitest(files: readonly string[], { rootFolder, folder }: ProofCache): TestOutcomes {
  fs.mkdirSync(folder, { recursive: true });
  const reportFile = path.join(folder, `report-${process.pid}.json`);
  const vitest = path.join(rootFolder, 'node_modules/vitest/vitest.mjs');
  const options = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`];
  const run = spawnSync(process.execPath, [vitest, ...options, ...files], {
    cwd: rootFolder,
    stdio: ['ignore', 2, 2],
  });
  if (run.error !== undefined) throw run.error;
  if (!fs.existsSync(reportFile)) throw new Error('The tests ended without a report');
  const report: unknown = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  fs.rmSync(reportFile);
  return outcomesFrom(report, rootFolder);
}
