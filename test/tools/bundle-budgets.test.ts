import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, entriesOfRows, type Bundle } from '#tools/bundle.ts';

const kibibyte = 1024;
/** What a function may weigh, minified: every byte of it is read and compiled at each cold start. */
const bytesMax = 400 * kibibyte;
/** The S3 client is heavy; functions that sign forms or move documents may weigh more. */
const bytesWithStorageMax = 650 * kibibyte;
/** What may lie beside a function: a call that needs it waits for it once. */
const bytesBesideMax = 150 * kibibyte;
/** The description of the API is what this function is for: every call of it is a call for the file beside. */
const describing = 'functions/service/show-openapi';

const outFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'budgets-'));
let bundles: readonly Bundle[];
beforeAll(async () => {
  bundles = await bundle({ entries: entriesOfRows(), outFolder });
});
afterAll(() => fs.rmSync(outFolder, { recursive: true, force: true }));

const hasStorage = ({ modules }: Bundle) => modules.some((name) => name.includes('@aws-sdk/client-s3/'));
const tooHeavy = (of: readonly Pick<Bundle, 'entry' | 'bytes'>[], max: number) =>
  of.filter(({ bytes }) => bytes > max).map(({ entry, bytes }) => `${entry}: ${Math.ceil(bytes / kibibyte)} KiB`);

describe('a bundle', () => {
  it('is made for every function', () => {
    expect(bundles.map(({ entry }) => entry).toSorted()).toEqual(entriesOfRows().toSorted());
  });

  it('weighs at most 400 KiB without S3', () => {
    expect(
      tooHeavy(
        bundles.filter((each) => !hasStorage(each)),
        bytesMax,
      ),
    ).toEqual([]);
  });

  it('has at most 150 KiB beside it', () => {
    const besides = bundles
      .filter(({ entry }) => entry !== describing)
      .map(({ entry, bytesBeside }) => ({ entry, bytes: bytesBeside }));
    expect(besides.some(({ bytes }) => bytes > 0)).toBe(true);
    expect(tooHeavy(besides, bytesBesideMax)).toEqual([]);
  });

  it('leaves out the contracts of other verbs of its noun', () => {
    const code = fs.readFileSync(path.join(outFolder, 'functions/session/end/index.mjs'), 'utf8');
    expect(code).toContain('DELETE /v1/me/sessions/{sessionId}');
    expect(code).not.toContain('POST /v1/sessions');
  });

  it('weighs at most 650 KiB with S3', () => {
    const withStorage = bundles.filter(hasStorage);
    expect(withStorage.length).toBeGreaterThan(0);
    expect(tooHeavy(withStorage, bytesWithStorageMax)).toEqual([]);
  });
});
