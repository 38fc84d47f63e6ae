import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { exportedNamesOf } from '#tools/exported-names.ts';
import { fileOfTest, testFilesOf } from '#tools/policy-prove/judge.ts';
import { duties, proofs } from '#test/proofs.ts';
import { readText, rootFolder } from './support/sources.ts';

const exists = (file: string) => fs.existsSync(path.join(rootFolder, file));
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

describe('the binding of promises', () => {
  it('names controls that exist', () => {
    const controls = Object.values(proofs).flatMap(({ controls: each }) => each);
    const missing = controls.filter((control) => {
      const [file = '', name = ''] = control.split('#');
      return !exportedNamesOf(path.join(rootFolder, file)).has(name);
    });
    expect(missing).toEqual([]);
  });

  it('names test files that exist, and a sentence in each', () => {
    expect(testFilesOf(proofs).filter((file) => !exists(file))).toEqual([]);
    const tests = Object.values(proofs).flatMap(({ tests: each }) => each);
    expect(tests.filter((test) => fileOfTest(test) === test)).toEqual([]);
  });

  it('names for each duty of people a page that has its chapter', () => {
    for (const { control } of Object.values(duties)) {
      const [file = '', anchor] = control.split('#');
      const headings = readText(file)
        .split('\n')
        .filter((line) => line.startsWith('## '))
        .map((line) => anchorOf(line.slice(3)));
      expect(headings).toContain(anchor);
    }
  });

  it('keeps every promise that was proved before', () => {
    const baseline = z.array(z.string()).parse(JSON.parse(readText('docs/proved-clauses.json')));
    expect(baseline.filter((id) => !Object.keys(proofs).includes(id))).toEqual([]);
  });
});
