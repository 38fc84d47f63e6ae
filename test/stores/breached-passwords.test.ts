import { createHash, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBreachedPassword } from '#stores/passwords/breached.ts';
import { filterBase64 } from '#stores/passwords/breached-filter.ts';
import { filterHashOf } from '#stores/passwords/fuse-filter.ts';
import { buildFilter } from '#tools/password-filter/binary-fuse.ts';
import { filterEntries, listFile, readList } from '#tools/password-filter/list.ts';

const aboutFile = path.resolve(import.meta.dirname, '../../stores/passwords/breached-filter.json');
const about = JSON.parse(fs.readFileSync(aboutFile, 'utf8'));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const list = fs.readFileSync(listFile);
const entries = filterEntries(readList(list));

const randomPasswords = 100_000;
/** Ten standard deviations above the stated rate, because so few are expected: a right filter does not fail this. */
const rateMax = about.falsePositiveRate + 10 * Math.sqrt(about.falsePositiveRate / randomPasswords);

describe('the filter of breached passwords', () => {
  it('is made of the list that its description names, and of nothing else', () => {
    const bytes = Buffer.from(filterBase64, 'base64');
    expect(sha256(list)).toBe(about.listSha256);
    expect([entries.length, bytes.length, sha256(bytes)]).toEqual([about.entries, about.bytes, about.filterSha256]);
    expect(buildFilter(entries.map(filterHashOf)).bytes.equals(bytes)).toBe(true);
    expect(bytes.length).toBeLessThanOrEqual(120 * 1024);
    expect(entries.filter((entry) => [...entry].length < 8)).toEqual([]);
  });

  it('knows every password of the list, in capital letters too', async () => {
    const missed: string[] = [];
    for (const entry of entries) if (!(await isBreachedPassword(entry))) missed.push(entry);
    expect(missed).toEqual([]);
    for (const entry of ['password1', 'Password1', 'PASSWORD1']) expect(await isBreachedPassword(entry)).toBe(true);
  });

  it('takes another password for one of them no more often than it says', async () => {
    const seed = Number(process.env['PASSWORDS_SEED'] ?? randomInt(2 ** 31));
    const sample = fc.sample(fc.string({ minLength: 15, maxLength: 40 }), { seed, numRuns: randomPasswords });
    let taken = 0;
    for (const password of sample) taken += (await isBreachedPassword(`${password}#`)) ? 1 : 0;
    const rate = taken / randomPasswords;
    process.stdout.write(
      `Breached passwords: ${about.entries} in ${about.bytes} bytes; ${taken} of ${randomPasswords} random ones taken for one ` +
        `(${(rate * 100).toFixed(4)} %, at most ${(rateMax * 100).toFixed(4)} %): seed ${seed}\n`,
    );
    expect(rate).toBeLessThanOrEqual(rateMax);
  }, 60_000);
});
