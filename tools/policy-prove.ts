import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import * as z from 'zod';
import { duties, proofs } from '#test/proofs.ts';
import { exportedNamesOf } from './exported-names.ts';
import { judge, testFilesOf, type Judgement } from './policy-prove/judge.ts';
import { linesOf, lostFrom, summarise } from './policy-prove/print.ts';
import { outcomesOf } from './policy-prove/run-tests.ts';
import { hashOfSources } from './source-hash.ts';

const rootFolder = path.resolve(import.meta.dirname, '..');
const baselineFile = path.join(rootFolder, 'docs/proved-clauses.json');
const cacheFolder = path.join(rootFolder, 'node_modules/.cache/policy-prove');

/** Everything that a result may depend on. */
const sources = [
  'bin',
  'catalogue',
  'cdk.json',
  'docs/openapi.json',
  'domain',
  'functions',
  'lib',
  'local',
  'package-lock.json',
  'package.json',
  'stores',
  'test',
  'tools',
  'vitest.config.ts',
];

/** Judges every promise with results that belong to the sources as they are now. */
function proveAll(): Judgement[] {
  const cache = { rootFolder, folder: cacheFolder, currentHash: () => hashOfSources(rootFolder, sources) };
  fs.mkdirSync(cacheFolder, { recursive: true });
  const controlExists = (control: string) => {
    const [file = '', name = ''] = control.split('#');
    return exportedNamesOf(path.join(rootFolder, file)).has(name);
  };
  return judge({ proofs, duties, outcomes: outcomesOf(testFilesOf(proofs), cache), controlExists });
}

function readBaseline(): string[] {
  if (!fs.existsSync(baselineFile)) return [];
  return z.array(z.string()).parse(JSON.parse(fs.readFileSync(baselineFile, 'utf8')));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, accept: { type: 'boolean' } } });
  const judgements = proveAll();
  const summary = summarise(judgements);
  for (const line of judgements.flatMap(linesOf)) console.log(line);
  console.log(
    `\n${summary.proved.length} proved, ${summary.operator.length} for people, ${summary.notYet.length} not yet`,
  );
  const lost = lostFrom(readBaseline(), summary);
  if (values.accept === true) {
    fs.writeFileSync(baselineFile, await format(JSON.stringify(summary.proved), { parser: 'json', printWidth: 120 }));
  } else if (lost.length > 0) {
    console.error(`Proved before and not now: ${lost.join(', ')}`);
    process.exitCode = 1;
  }
  if (values.json === true) console.log(JSON.stringify(summary));
}

await main();
