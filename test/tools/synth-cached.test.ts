import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { entriesOfRows } from '#tools/bundle.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';

describe('the cached synthesis of the local stage', () => {
  it('answers an assembly that holds the code of every function, and the same one again without new work', async () => {
    const { assemblyFolder } = await synthesiseLocal();
    const manifest = JSON.parse(fs.readFileSync(path.join(assemblyFolder, 'manifest.json'), 'utf8'));
    expect(Object.keys(manifest.artifacts).length).toBeGreaterThan(1);
    const assets = fs
      .readdirSync(path.dirname(assemblyFolder))
      .filter((name) => fs.existsSync(path.join(path.dirname(assemblyFolder), name, 'index.mjs')));
    expect(assets.length).toBe(entriesOfRows().length);
    await expect(synthesiseLocal()).resolves.toEqual({ assemblyFolder, fromCache: true });
  }, 60_000);
});
