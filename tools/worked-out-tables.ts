import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/**
 * Puts the values of a `*.table.ts` into functions and not the code that works them out: such a module exports plain
 * data that depends on nothing but our own sources, and a cold start should not parse the whole catalogue for its names.
 * Throws an Error where a table exports what JSON cannot hold.
 */
export const workedOutTables: Plugin = {
  name: 'worked-out-tables',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\.table\.ts$/ }, async ({ path }) => {
      const values: Record<string, unknown> = await import(pathToFileURL(path).href);
      return { contents: Object.entries(values).map(declared).join(''), loader: 'js' };
    });
  },
};

function declared([name, value]: [string, unknown]): string {
  const json = JSON.stringify(value);
  if (json === undefined) throw new Error(`The table ${name} is not data`);
  return `export const ${name} = ${json};\n`;
}
