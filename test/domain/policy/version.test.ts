import { describe, expect, it } from 'vitest';
import { changedSince, effectiveAt, languageOfHash, type PublishedVersion } from '#domain/policy/version.ts';

const words = { en: 'a', id: 'b' };
const texts = (hash: string) => ({ en: `${hash}-en`, id: `${hash}-id` });
const versionOf = (version: number, changes: Partial<PublishedVersion> = {}): PublishedVersion => ({
  version,
  kind: version === 1 ? 'initial' : 'minor',
  summary: words,
  changeLines: { en: [], id: [] },
  textHashes: { ID: texts(`ID${version}`) },
  publishedAt: `2027-0${version}-01T00:00:00.000Z`,
  effectiveFrom: `2027-0${version}-15T00:00:00.000Z`,
  ...changes,
});
const newestFirst = [4, 3, 2, 1].map((version) => versionOf(version));
const numbers = (versions: readonly PublishedVersion[]) => versions.map(({ version }) => version);

describe('the version that holds', () => {
  it('is the newest whose day has come, and none before the first', () => {
    expect(effectiveAt(newestFirst, new Date('2027-03-15T00:00:00Z'))?.version).toBe(3);
    expect(effectiveAt(newestFirst, new Date('2027-03-14T23:59:59Z'))?.version).toBe(2);
    expect(effectiveAt(newestFirst, new Date('2027-01-02T00:00:00Z'))).toBeUndefined();
  });
});

describe('what changed since', () => {
  const reader = { jurisdiction: 'ID', registeredAt: '2026-12-01T00:00:00.000Z', lastSeen: 0 };

  it('is every version that somebody has not seen, but the first, which changes nothing', () => {
    expect(numbers(changedSince(newestFirst, reader))).toEqual([4, 3, 2]);
    expect(numbers(changedSince(newestFirst, { ...reader, lastSeen: 3 }))).toEqual([4]);
  });

  it('is nothing that was published before they came, nor what has no text for them', () => {
    expect(numbers(changedSince(newestFirst, { ...reader, registeredAt: '2027-03-20T00:00:00.000Z' }))).toEqual([4]);
    const withSingapore = [
      versionOf(4, { textHashes: { ID: texts('ID4'), SG: texts('SG4') } }),
      ...newestFirst.slice(1),
    ];
    expect(numbers(changedSince(withSingapore, { ...reader, jurisdiction: 'SG' }))).toEqual([4]);
  });
});

describe('a hash', () => {
  it('names the language of the text of one jurisdiction, and of no other', () => {
    expect(languageOfHash(versionOf(2), 'ID', 'ID2-id')).toBe('id');
    expect(languageOfHash(versionOf(2), 'ID', 'ID3-id')).toBeUndefined();
    expect(languageOfHash(versionOf(2), 'SG', 'ID2-id')).toBeUndefined();
  });
});
