import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildApp, localStageName } from '#lib/app.ts';
import { bundledCode } from '#lib/bundled-code.ts';
import { bundle, entriesOfRows } from './bundle.ts';
import { hashOfSources } from './source-hash.ts';

const rootFolder = path.resolve(import.meta.dirname, '..');
const cacheFolder = path.join(rootFolder, 'cdk.out');
/** How many syntheses are kept: the current one, and those that running processes may still read. */
const keptMax = 5;

/** Everything the templates and bundles are made from. */
const sources = [
  'bin',
  'catalogue',
  'cdk.json',
  'domain',
  'functions',
  'lib',
  'package-lock.json',
  'package.json',
  'stores',
  'docs/openapi.json',
  'tools/bundle.ts',
  'tools/empty-out.ts',
  'tools/files-beside.ts',
  'tools/slim-dependencies.ts',
  'tools/slim-webauthn.ts',
  'tools/synth-cached.ts',
  'tools/unused-schemas.ts',
  'tools/worked-out-tables.ts',
];

/** Told of each step of a synthesis, so that a person who waits sees what for. */
type Tell = (step: string) => void;

/** Works in a folder of its own and moves it into place at the end: two processes may do this at the same time. */
async function synthesise(folder: string, tell: Tell): Promise<void> {
  fs.mkdirSync(cacheFolder, { recursive: true });
  const workFolder = fs.mkdtempSync(path.join(cacheFolder, 'making-'));
  try {
    const bundles = path.join(workFolder, 'bundles');
    const entries = entriesOfRows();
    tell(`bundling ${entries.length} functions`);
    await bundle({ entries, outFolder: bundles });
    tell('synthesising the templates');
    const app = buildApp({
      codeOf: bundledCode(bundles),
      only: [localStageName],
      outFolder: path.join(workFolder, 'assembly'),
      validates: false,
    });
    app.synth();
    moveIntoPlace(path.join(workFolder, 'assembly'), folder);
  } finally {
    fs.rmSync(workFolder, { recursive: true, force: true });
  }
}

function moveIntoPlace(made: string, folder: string): void {
  try {
    fs.renameSync(made, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  }
}

function forgetOld(): void {
  const old = fs
    .readdirSync(cacheFolder)
    .filter((name) => name.startsWith('local-'))
    .map((name) => ({ name, at: fs.statSync(path.join(cacheFolder, name)).mtimeMs }))
    .toSorted((left, right) => right.at - left.at)
    .slice(keptMax);
  for (const { name } of old) fs.rmSync(path.join(cacheFolder, name), { recursive: true, force: true });
}

/**
 * Answers the assembly folder of the local stage. Bundles and synthesises only when a source has changed since it was
 * made. Throws an Error when a row names a function that does not exist.
 */
export async function synthesiseLocal(tell: Tell = () => {}): Promise<{ assemblyFolder: string; fromCache: boolean }> {
  const hash = hashOfSources(rootFolder, sources);
  const folder = path.join(cacheFolder, `local-${hash}`);
  const fromCache = fs.existsSync(path.join(folder, 'manifest.json'));
  if (fromCache) {
    fs.utimesSync(folder, new Date(), new Date());
  } else {
    await synthesise(folder, tell);
    forgetOld();
    // Somebody saved a file meanwhile: what was made may be of either state, so it is made again.
    if (hashOfSources(rootFolder, sources) !== hash) {
      fs.rmSync(folder, { recursive: true, force: true });
      return synthesiseLocal(tell);
    }
  }
  return { assemblyFolder: path.join(folder, `assembly-${localStageName}`), fromCache };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { assemblyFolder, fromCache } = await synthesiseLocal();
  console.log(`${fromCache ? 'unchanged' : 'synthesised'}: ${path.relative(rootFolder, assemblyFolder)}`);
}
