import { build, type BuildOptions } from 'esbuild';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBeside } from '#tools/files-beside.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'beside-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const outdir = () => path.join(folder, 'out');

/** Writes sources by path and bundles the entries as the functions are bundled. */
async function bundleOf(sources: Record<string, string>, entries: readonly string[]) {
  for (const [file, text] of Object.entries(sources)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  const options = {
    absWorkingDir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    sourcemap: 'linked',
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  } as const satisfies BuildOptions;
  const beside = filesBeside();
  const entryPoints = entries.map((entry) => ({ in: `${entry}.ts`, out: `${entry}/index` }));
  const { metafile } = await build({
    ...options,
    entryPoints,
    outdir: outdir(),
    metafile: true,
    plugins: [beside.plugin],
  });
  return beside.write(metafile, { ...options, outdir: outdir() });
}

const namesIn = (entry: string) =>
  fs
    .readdirSync(path.join(outdir(), entry))
    .filter((name) => name.endsWith('.mjs'))
    .toSorted();
const run = async (entry: string): Promise<unknown> => {
  const file = pathToFileURL(path.join(outdir(), entry, 'index.mjs')).href;
  const { handler } = (await import(/* @vite-ignore */ file)) as { handler: () => Promise<unknown> };
  return handler();
};

const rare = "export const answer = 'seldom needed';\n";
const loading = "export const handler = async () => (await import('./rare.ts')).answer;\n";

describe('files beside bundles', () => {
  it('lie beside each function that loads them and beside no other', async () => {
    const bytes = await bundleOf(
      { 'rare.ts': rare, 'one.ts': loading, 'two.ts': loading, 'three.ts': 'export const handler = async () => 3;\n' },
      ['one', 'two', 'three'],
    );
    expect(['one', 'two', 'three'].map(namesIn)).toEqual([
      ['index.mjs', 'rare.mjs'],
      ['index.mjs', 'rare.mjs'],
      ['index.mjs'],
    ]);
    expect([await run('one'), await run('two'), await run('three')]).toEqual(['seldom needed', 'seldom needed', 3]);
    expect(bytes.size).toBe(2);
    expect(fs.readFileSync(path.join(outdir(), 'one/index.mjs'), 'utf8')).not.toContain('seldom needed');
  });

  it('leave nothing where they were made', async () => {
    await bundleOf({ 'rare.ts': rare, 'one.ts': loading }, ['one']);
    expect(fs.readdirSync(outdir())).toEqual(['one']);
  });

  it('are refused when they hold a module of the bundle, because its state would be there twice', async () => {
    const sources = {
      'state.ts': 'export const state = { count: 0 };\n',
      'rare.ts': "export { state as answer } from './state.ts';\n",
      'one.ts':
        "import { state } from './state.ts';\nexport const handler = async () => [state, await import('./rare.ts')];\n",
    };
    await expect(bundleOf(sources, ['one'])).rejects.toThrow('In a bundle and in a file beside it: state.ts');
  });

  it('are refused when two of one name lie in different folders', async () => {
    const sources = {
      'rare.ts': rare,
      'other/rare.ts': rare,
      'one.ts': loading,
      'other/two.ts': loading,
    };
    await expect(bundleOf(sources, ['one', 'other/two'])).rejects.toThrow('Two files beside a bundle are named rare');
  });

  it('are refused when what they are made of is not there', async () => {
    await expect(bundleOf({ 'one.ts': loading }, ['one'])).rejects.toThrow('Could not resolve');
  });

  it('are refused when they are imported as data: beside a bundle they are code', async () => {
    const sources = {
      'data.json': '{}',
      'one.ts': "export const handler = () => import('./data.json', { with: { type: 'json' } });\n",
    };
    await expect(bundleOf(sources, ['one'])).rejects.toThrow('./data.json is code in a bundle');
  });

  it('are not made of what a library loads: it stays with what it shares', async () => {
    const sources = {
      'node_modules/library/package.json': '{"name":"library","main":"index.js"}',
      'node_modules/library/index.js': "export const load = () => import('./part.js');\n",
      'node_modules/library/part.js': "export const answer = 'of the library';\n",
      'one.ts': "import { load } from 'library';\nexport const handler = async () => (await load()).answer;\n",
    };
    await bundleOf(sources, ['one']);
    expect(namesIn('one')).toEqual(['index.mjs']);
    expect(await run('one')).toBe('of the library');
  });
});
