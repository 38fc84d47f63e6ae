import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';

/** Files that our functions load with `import()`, each made once and laid beside every function that may load it. */
export interface FilesBeside {
  /** Leads each `import()` of ours to a file beside the bundle; those of libraries stay with what they share. */
  plugin: Plugin;
  /** Makes the files and lays them beside the bundles of `made`; answers how many bytes lie beside each output. */
  write: (made: Metafile, options: BuildOptions & { outdir: string }) => Promise<ReadonlyMap<string, number>>;
}

/** Where the files are made before they are copied. */
const workName = '.beside';

/** The name of a file beside a bundle, from what the source imports: `otpauth`, or `./breached-filter.ts`. */
const nameOf = (imported: string): string => path.basename(imported, '.ts').replaceAll(/[^\w-]/g, '-');

const isBuiltin = (input: string) => input.startsWith('builtin:');

/** Two copies of a module have two states, and two classes of one error. Throws an Error that names what is in both. */
function refuseCopies(bundled: Iterable<string>, beside: Iterable<string>): void {
  const inBundle = new Set(bundled);
  const copies = [...beside].filter((input) => inBundle.has(input) && !isBuiltin(input));
  if (copies.length > 0) throw new Error(`In a bundle and in a file beside it: ${copies.join(', ')}`);
}

/**
 * Keeps what few calls need out of what every cold start compiles. esbuild alone would put a module that is loaded with
 * `import()` into the bundle, where it is read all the same.
 */
export function filesBeside(): FilesBeside {
  const sources = new Map<string, string>();
  const plugin: Plugin = {
    name: 'files-beside',
    setup(esbuild) {
      esbuild.onResolve(
        { filter: /.*/ },
        async ({ path: imported, kind, importer, resolveDir, with: { type: withType } }) => {
          if (kind !== 'dynamic-import' || importer.includes('node_modules')) return undefined;
          if (withType !== undefined)
            throw new Error(`${imported} is code in a bundle: export it from a module of ours`);
          const found = await esbuild.resolve(imported, { kind: 'import-statement', resolveDir });
          if (found.errors.length > 0) return { errors: found.errors };
          const name = nameOf(imported);
          const other = sources.get(name);
          if (other !== undefined && other !== found.path)
            throw new Error(`Two files beside a bundle are named ${name}`);
          sources.set(name, found.path);
          return { path: `./${name}.mjs`, external: true };
        },
      );
    },
  };
  return { plugin, write: async (made, options) => writeFiles(sources, made, options) };
}

async function writeFiles(
  sources: ReadonlyMap<string, string>,
  made: Metafile,
  options: BuildOptions & { outdir: string },
): Promise<ReadonlyMap<string, number>> {
  if (sources.size === 0) return new Map();
  const workFolder = path.join(options.outdir, workName);
  const entryPoints = [...sources].map(([name, source]) => ({ in: source, out: name }));
  const { metafile } = await build({ ...options, metafile: true, entryPoints, outdir: workFolder });
  const outputOf = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]));
  const bytes = new Map<string, number>();
  for (const [file, { imports, inputs }] of Object.entries(made.outputs)) {
    const names = imports.filter(({ kind }) => kind === 'dynamic-import').map((each) => path.basename(each.path));
    for (const name of new Set(names)) {
      const output = outputOf.get(name);
      if (output === undefined) throw new Error(`${name} was not made`);
      refuseCopies(Object.keys(inputs), Object.keys(output.inputs));
      for (const each of [name, `${name}.map`])
        fs.copyFileSync(path.join(workFolder, each), path.join(options.absWorkingDir ?? '', path.dirname(file), each));
      bytes.set(file, (bytes.get(file) ?? 0) + output.bytes);
    }
  }
  fs.rmSync(workFolder, { recursive: true });
  return bytes;
}
