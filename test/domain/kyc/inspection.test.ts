import { afterAll, describe, expect, test } from 'vitest';
import { inspectDocument } from '#domain/kyc/inspection.ts';
import { zlibCompression } from '#stores/kyc/compression.ts';
import { oddFiles } from '#test/support/documents.ts';
import { contraband } from '#test/support/odd-file.ts';

const files = await oddFiles();

describe('every odd file has one outcome', () => {
  let asExpected = 0;
  afterAll(() => {
    process.stdout.write(`odd files: ${asExpected} of ${files.length} as expected\n`);
  });

  test.each(files)('$name ($declared): $expected', async ({ bytes, declared, expected }) => {
    const inspection = await inspectDocument(bytes, declared, zlibCompression);
    expect(inspection.outcome === 'clean' ? 'clean' : inspection.reason).toBe(expected);
    if (inspection.outcome === 'clean') expect(inspection.mediaType).toBe(declared);
    asExpected += 1;
  });

  test('names each file once, and holds at least forty', () => {
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    expect(files.length).toBeGreaterThanOrEqual(40);
  });
});

describe('a picture that is kept', () => {
  const pictures = files.filter(({ expected, declared }) => expected === 'clean' && declared !== 'application/pdf');

  test.each(pictures)('holds nothing but the picture: $name', async ({ bytes, declared, vanishing }) => {
    const inspection = await inspectDocument(bytes, declared, zlibCompression);
    const kept = inspection.outcome === 'clean' ? Buffer.from(inspection.bytes) : undefined;
    expect(kept?.includes(contraband.slice(0, 10))).toBe(false);
    if (vanishing === undefined) return;
    expect(Buffer.from(bytes).includes(vanishing)).toBe(true);
    expect(kept?.includes(vanishing)).toBe(false);
  });

  test.each(pictures)('is kept byte for byte when it is inspected again: $name', async ({ bytes, declared }) => {
    const once = await inspectDocument(bytes, declared, zlibCompression);
    const kept = once.outcome === 'clean' ? once.bytes : new Uint8Array();
    expect(await inspectDocument(kept, declared, zlibCompression)).toEqual(once);
  });
});
