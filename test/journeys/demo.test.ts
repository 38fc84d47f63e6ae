import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';

const rootFolder = path.resolve(import.meta.dirname, '../..');

describe('npm run demo -- --json', () => {
  let code: number | null;
  let output: string;
  let counts: Record<string, number | boolean>;
  beforeAll(async () => {
    const child = spawn('node', ['tools/demo.ts', '--json'], { cwd: rootFolder, stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = new Promise<number | null>((resolve) => void child.once('close', resolve));
    [output, code] = await Promise.all([text(child.stdout), closed]);
    counts = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
  });

  it('keeps every promise of the story', () => {
    expect(output.split('\n').filter((line) => line.includes('✗') || line.startsWith('Broken'))).toEqual([]);
    expect(code).toBe(0);
  });

  it('ends with what was counted on the way', () => {
    expect(counts).toMatchObject({
      playersRegistered: 3,
      playersClosed: 1,
      documentsInReview: 3,
      documentsRefused: 4,
      depositsConfirmed: 6,
      webhooksRefused: 5,
      ledgerBalanced: true,
      breachAffected: 3,
      breachDelivered: 3,
      breachDuplicates: 0,
      personalValuesInLogs: 0,
      readableAfterRetention: 0,
      iamUnexpectedDenials: 0,
    });
    for (const name of ['ledgerEntries', 'canariesPlanted', 'bytesScanned', 'readProbes', 'readableBeforeRetention']) {
      expect(counts[name]).toBeGreaterThan(0);
    }
    expect(counts['iamDenialsExpected']).toBe(counts['iamAttempts']);
    expect(counts['iamAttempts']).toBeGreaterThanOrEqual(5);
  });

  it('writes plain text where nobody looks', () => {
    expect(output).not.toContain('\u001b');
  });
});
