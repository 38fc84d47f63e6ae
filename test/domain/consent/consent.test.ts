import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { consentTextsOf, currentTextOf } from '#domain/consent/consent-text.ts';
import { isGranted, rowsFor, type ConsentRow } from '#domain/consent/consent.ts';

const now = new Date('2026-11-25T10:00:00.000Z');
const shown = { textHash: 'a'.repeat(64), textVersion: 1, language: 'en' } as const;
const source = 'privacy-centre';
const agreeing = (channels: ConsentRow['channel'][], text = shown) =>
  ({ purpose: 'marketing', channels, shown: text, source }) as const;
const objecting = { purpose: 'marketing', channels: [], source } as const;

describe('a consent', () => {
  it('is not there until a row says so (C39)', () => {
    expect(isGranted(undefined)).toBe(false);
    const [row] = rowsFor(agreeing(['email']), [], now);
    expect(isGranted(row)).toBe(true);
    expect(row).toMatchObject({ channel: 'email', position: 1, shown });
  });

  it('to the same words is written down once, to other words again', () => {
    const first = rowsFor(agreeing(['email']), [], now);
    expect(rowsFor(agreeing(['email']), first, now)).toEqual([]);
    const others = { textHash: 'b'.repeat(64), textVersion: 1, language: 'en' } as const;
    expect(rowsFor({ ...agreeing(['email']), shown: others }, first, now)).toMatchObject([
      { position: 2, shown: others },
    ]);
  });

  it('says nothing of a channel that was never spoken of', () => {
    expect(rowsFor(agreeing(['sms']), [], now).map(({ channel }) => channel)).toEqual(['sms']);
  });
});

describe('an objection', () => {
  it('is written down for every channel, even where nobody agreed, and once', () => {
    const rows = rowsFor(objecting, [], now);
    expect(rows.map(({ channel, decision }) => [channel, decision])).toEqual([
      ['email', 'withdrawn'],
      ['sms', 'withdrawn'],
    ]);
    expect(rowsFor(objecting, rows, now)).toEqual([]);
  });

  it('says which words had been agreed to, and never comes before what it ends', () => {
    const granted = rowsFor(agreeing(['email']), [], now);
    const earlier = new Date(now.getTime() - 5000);
    const [row] = rowsFor(objecting, granted, earlier);
    expect(row).toMatchObject({ decision: 'withdrawn', shown, changedAt: '2026-11-25T10:00:00.001Z' });
  });
});

describe('texts that were shown', () => {
  it('never change, because consents are bound to their bytes', () => {
    const hashes = consentTextsOf('marketing').map(({ version, language, text }) => [
      version,
      language,
      createHash('sha256').update(text, 'utf8').digest('hex'),
    ]);
    expect(hashes).toMatchInlineSnapshot(`
      [
        [
          1,
          "en",
          "d9173daccf0bd301ef7e62a2b67ff960be695c7bb33a2c7c9447e6f70bc05fd8",
        ],
        [
          1,
          "id",
          "b64be107361e5120338ba08d867aefc6e455b04f7e6353f7fdc15567409796c3",
        ],
      ]
    `);
  });

  it('say in both languages that it is voluntary and how to withdraw', () => {
    expect(currentTextOf('marketing', 'en').text).toMatch(/voluntary.*withdraw at any time/s);
    expect(currentTextOf('marketing', 'id').text).toMatch(/sukarela.*menariknya kapan saja/s);
  });
});
