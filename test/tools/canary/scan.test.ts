import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityNumberRule } from '#domain/kyc/identity-number.ts';
import { encodingsOf } from '#tools/canary/encodings.ts';
import { markedPerson, plantedMarkers } from '#tools/canary/markers.ts';
import { filesBelow, scan } from '#tools/canary/scan.ts';

const value = 'Wülan "K" Kusuma+1@example.com';
const marker = { field: 'email', value };
const sha256 = () => createHash('sha256').update(value).digest();

const hidings: [string, string | Uint8Array][] = [
  ['as it is', value],
  ['in JSON', JSON.stringify({ value })],
  ['in JSON of ASCII only', JSON.stringify({ value }).replace('ü', String.raw`\u00fc`)],
  ['in an address', `https://example.com/?q=${encodeURIComponent(value)}`],
  ['in a form', new URLSearchParams({ q: value }).toString().replaceAll('%20', '+')],
  ['in hexadecimal', Buffer.from(value).toString('hex')],
  ['in upper-case hexadecimal', Buffer.from(value).toString('hex').toUpperCase()],
  ['in Base64', Buffer.from(value).toString('base64')],
  ['in Base64 behind one byte', Buffer.from(`x${value}yz`).toString('base64')],
  ['in Base64 behind two bytes', Buffer.from(`xy${value}z`).toString('base64')],
  ['in Base64 for addresses', Buffer.from(`xy${value}`).toString('base64url')],
  ['as a digest without key', sha256()],
  ['as a digest without key, in hexadecimal', sha256().toString('hex')],
  ['as a digest without key, in Base64', sha256().toString('base64')],
];

describe('a scan for markers', () => {
  it.each(hidings)('finds a value %s, and says where without repeating it', (_way, hidden) => {
    const bytes = Buffer.concat([Buffer.from('\0\u0001 noise {"a":1} '), Buffer.from(hidden), Buffer.from(' noise')]);
    const { findings, bytesScanned } = scan([{ name: 'log', bytes }], [marker]);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({ source: 'log', field: 'email' });
    expect(JSON.stringify(findings)).not.toContain('example.com');
    expect(bytesScanned).toBe(bytes.length);
  });

  it('finds a value at the very start and at the very end', () => {
    expect(scan([{ name: 'all', bytes: value }], [marker]).findings).not.toEqual([]);
    expect(scan([{ name: 'end', bytes: `x${value}` }], [marker]).findings).not.toEqual([]);
  });

  it('finds nothing in what only resembles a value', () => {
    const bytes =
      value.replaceAll('u', 'v') +
      encodingsOf('somebody else entirely')
        .map(({ bytes: b }) => b.toString('latin1'))
        .join();
    expect(scan([{ name: 'log', bytes }], [marker]).findings).toEqual([]);
  });

  it('finds a value in files of a folder, and leaves out files that were not picked', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scan-'));
    fs.mkdirSync(path.join(folder, 'logs'));
    fs.writeFileSync(path.join(folder, 'logs', 'one.log'), `x ${value}`);
    fs.writeFileSync(path.join(folder, 'inbox'), value);
    const picked = scan(
      filesBelow(folder, (file) => file.startsWith('logs')),
      [marker],
    );
    expect([...new Set(picked.findings.map(({ source }) => source))]).toEqual([path.join('logs', 'one.log')]);
    fs.rmSync(folder, { recursive: true });
  });
});

describe('a marked person', () => {
  it.each(['ID', 'SG', 'IE'])('keeps the rules of %s in every field, and differs from every other', (jurisdiction) => {
    const [one, other] = [markedPerson(jurisdiction), markedPerson(jurisdiction)];
    expect(identityNumberRule(jurisdiction).holds(one.identityNumber)).toBe(true);
    expect(one.phone).toMatch(/^\+[1-9]\d{6,14}$/);
    for (const [field, text] of Object.entries(one)) expect(Object.entries(other)).not.toContainEqual([field, text]);
  });

  it('is found by a part of the name, and by the phone number without its plus', () => {
    const person = markedPerson('ID');
    const bytes = `name=${person.fullName.split(' ')[1]} phone=${person.phone.slice(1)}`;
    const fields = scan([{ name: 'log', bytes }], plantedMarkers(person)).findings.map(({ field }) => field);
    expect(new Set(fields)).toEqual(new Set(['fullName', 'phone']));
  });
});
