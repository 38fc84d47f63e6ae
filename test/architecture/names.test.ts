import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow, houseFolders, rootFolder } from './support/sources.ts';

const files = [...houseFolders, 'test', 'docs'].flatMap((folder) => filesBelow(folder));

it('nothing is called by a name without a noun', () => {
  const nameless = /(^|\/)(utils?|helpers?|common|types|misc|shared)(\.[jt]sx?)?(\/|$)/;
  expect(files.filter((file) => nameless.test(file))).toEqual([]);
});

it('files and folders are written in kebab-case', () => {
  const code = files.filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  const odd = code.filter((file) => !file.split('/').every((part) => /^[a-z0-9]+([.-][a-z0-9]+)*$/.test(part)));
  expect(odd).toEqual([]);
});

it('tests lie where what they test lies', () => {
  const apart = /^test\/(architecture|journeys|support|proof)\//;
  const tests = files.filter((file) => file.startsWith('test/') && file.endsWith('.test.ts') && !apart.test(file));
  const lost = tests.filter((file) => !fs.existsSync(path.join(rootFolder, path.dirname(file).slice('test/'.length))));
  expect(lost).toEqual([]);
});
