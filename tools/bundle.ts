import { build, type BuildOptions, type Plugin } from 'esbuild';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { routes } from '#lib/routes.ts';
import { workers } from '#lib/workers.ts';
import { filesBeside } from './files-beside.ts';
import { slimDependencies } from './slim-dependencies.ts';
import { unusedSchemas } from './unused-schemas.ts';
import { workedOutTables } from './worked-out-tables.ts';

/** Root of the repository: entries are paths below it. */
const rootFolder = path.resolve(import.meta.dirname, '..');

/** Where bundles go unless told otherwise: `dist/<entry>/index.mjs`. */
export const bundleFolder = path.join(rootFolder, 'dist');

/** One built function. */
export interface Bundle {
  entry: string;
  file: string;
  /** Size of the minified code in bytes, without source map and files beside it. */
  bytes: number;
  /** Size of the files beside it that some calls load, in bytes, minified and without source maps. */
  bytesBeside: number;
  /** Paths of all modules in it, below the root. */
  modules: readonly string[];
}

const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/**
 * Loads Node's own modules when they are used. An ESM import of `node:http` reads every export, and with it loads
 * undici, which costs 25 to 30 milliseconds of each cold start.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(node:)?[a-z_0-9/]+$/ }, ({ path: name }) =>
      builtins.has(name) ? { path: name.replace(/^node:/, ''), namespace: 'builtin' } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: name }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${name}')`,
      loader: 'js',
    }));
  },
};

/** Every entry that a route or a worker names, once. */
export function entriesOfRows(): readonly string[] {
  return [...new Set([...routes, ...workers].map(({ entry }) => entry))];
}

function refuseMissing(entries: readonly string[]): void {
  const missing = entries.filter((entry) => !fs.existsSync(path.join(rootFolder, `${entry}.ts`)));
  if (missing.length > 0) throw new Error(`Rows name functions that do not exist: ${missing.join(', ')}`);
}

/** What our bundles leave out of their sources or work out while they are built. */
const changes: readonly Plugin[] = [slimDependencies, workedOutTables, unusedSchemas];

const howToBuild = {
  absWorkingDir: rootFolder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
  alias: { '@aws-sdk/credential-provider-node': './stores/environment-credentials.ts' },
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
} as const satisfies BuildOptions;

/**
 * Bundles functions with one call of esbuild, and what they load with `import()` with a second. The SDK is bundled, which starts faster than the runtime's copy and pins
 * its version. Throws an Error that names the rows whose entry is missing, before anything is written.
 */
export async function bundle(
  { entries, outFolder }: { entries: readonly string[]; outFolder: string } = {
    entries: entriesOfRows(),
    outFolder: bundleFolder,
  },
): Promise<readonly Bundle[]> {
  refuseMissing(entries);
  const beside = filesBeside();
  const { metafile } = await build({
    ...howToBuild,
    entryPoints: entries.map((entry) => ({ in: `${entry}.ts`, out: `${entry}/index` })),
    outdir: outFolder,
    metafile: true,
    plugins: [lazyBuiltins, beside.plugin, ...changes],
  });
  const bytesBeside = await beside.write(metafile, {
    ...howToBuild,
    outdir: outFolder,
    plugins: [lazyBuiltins, ...changes],
  });
  return Object.entries(metafile.outputs).flatMap(([file, { entryPoint, bytes, inputs }]) => {
    if (entryPoint === undefined) return [];
    const entry = entryPoint.replace(/\.ts$/, '');
    return [{ entry, file, bytes, bytesBeside: bytesBeside.get(file) ?? 0, modules: Object.keys(inputs) }];
  });
}

async function main(): Promise<void> {
  fs.rmSync(bundleFolder, { recursive: true, force: true });
  const bundles = await bundle();
  const largest = bundles.toSorted((left, right) => right.bytes - left.bytes)[0];
  console.log(
    `${bundles.length} functions bundled; the largest is ${largest?.entry} with ${Math.round((largest?.bytes ?? 0) / 1024)} KiB`,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
