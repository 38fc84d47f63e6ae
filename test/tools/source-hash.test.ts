import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOfSources } from '#tools/source-hash.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sources-'));
const write = (name: string, content: string) => {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), content);
};
const hash = () => hashOfSources(root, ['lib', 'package.json']);

beforeEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
  write('lib/deep/one.ts', 'one');
  write('lib/two.ts', 'two');
  write('package.json', '{}');
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe('the hash of sources', () => {
  it('is the same for the same sources', () => {
    expect(hash()).toBe(hash());
    expect(hash()).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['a file changes', () => write('lib/deep/one.ts', 'uno')],
    ['a file is added', () => write('lib/three.ts', '')],
    ['a file goes', () => fs.rmSync(path.join(root, 'lib/two.ts'))],
    ['a file moves', () => fs.renameSync(path.join(root, 'lib/two.ts'), path.join(root, 'lib/deep/two.ts'))],
    ['a named file changes', () => write('package.json', '{ }')],
  ])('is another when %s', (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('does not heed what is not named', () => {
    const before = hash();
    write('README.md', 'new');
    expect(hash()).toBe(before);
  });
});
