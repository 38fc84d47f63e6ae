import fs from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Writes the computed keys of the SDK's schemas out. `{ [_h]: ... }` may call `toString`, so esbuild keeps every
 * operation of a REST service with all that it refers to; `{ "http": ... }` can be left out when nobody uses it.
 */
function writeKeysOut(source: string): string {
  const texts = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name ?? '', text ?? '']),
  );
  return source.replaceAll(/\[(_\w+)\]:/g, (found, name: string) => (texts.has(name) ? `${texts.get(name)}:` : found));
}

/** Keeps the names that a module exports, each a function that throws when somebody calls it after all. */
function emptyOut(source: string): string {
  const declared = [...source.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name]) => name);
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};$/gm)].map(([, name]) => name);
  const refuse = `const refuse = () => { throw new Error('Left out of the bundle: nothing of ours called it'); };`;
  const names = [...declared, ...renamed].map(
    (name, index) => `const f${index} = refuse; export { f${index} as ${name} };`,
  );
  return [refuse, ...names].join('\n');
}

/** Keeps the version, which is all that a client reads of its own `package.json`. */
function keepVersion(source: string): string {
  const { version } = JSON.parse(source) as { version: string };
  return `export default ${JSON.stringify({ version })}`;
}

/**
 * Leaves out of functions what they never run: the SDK's operations that nobody calls, its event streams, and zod's way
 * from schemas to JSON Schema, by which only the documents are written.
 */
export const slimDependencies: Plugin = {
  name: 'slim-dependencies',
  setup(esbuild) {
    const rewrite = (filter: RegExp, change: (source: string) => string) =>
      esbuild.onLoad({ filter }, async ({ path }) => ({
        contents: change(await fs.promises.readFile(path, 'utf8')),
        loader: 'js',
      }));
    rewrite(/node_modules\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/, writeKeysOut);
    rewrite(/node_modules\/@aws-sdk\/client-[\w-]+\/package\.json$/, keepVersion);
    rewrite(/node_modules\/@smithy\/core\/dist-es\/submodules\/event-streams\/EventStreamSerde\.js$/, emptyOut);
    rewrite(/node_modules\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/, emptyOut);
  },
};
