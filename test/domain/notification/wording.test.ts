import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '#domain/notification/escape-html.ts';
import { greeting } from '#domain/notification/greeting.ts';
import { dayText, momentText } from '#domain/notification/moment-text.ts';
import { moneyText } from '#domain/notification/money-text.ts';

const textOf = (name?: string) => {
  const part = greeting('en', name);
  return part.kind === 'paragraph' ? part.text : '';
};

describe('Money in a letter', () => {
  it('follows the currency and the language', () => {
    expect(moneyText(15_000_050, 'IDR', 'id')).toBe('Rp 150.000,50');
    expect(moneyText(15_000_050, 'IDR', 'en')).toBe('IDR 150,000.50');
    expect(moneyText(2_005, 'SGD', 'en')).toBe('SGD 20.05');
    expect(moneyText(5, 'EUR', 'en')).toBe('EUR 0.05');
  });

  it('keeps every minor unit of every safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amountMinor) => {
        const digits = moneyText(amountMinor, 'IDR', 'en').replaceAll(/\D/g, '');
        expect(Number(digits)).toBe(Math.abs(amountMinor));
      }),
    );
  });

  it('is never written from a fraction', () => {
    expect(() => moneyText(0.5, 'IDR', 'id')).toThrow(RangeError);
    expect(() => moneyText(2 ** 53, 'IDR', 'id')).toThrow(RangeError);
  });
});

describe('Time in a letter', () => {
  const moment = new Date('2026-11-24T20:30:00Z');

  it('is that of the reader, with the name of the zone', () => {
    expect(momentText(moment, 'Asia/Jakarta', 'id')).toBe('25 November 2026 pukul 03.30 WIB');
    expect(momentText(moment, 'Asia/Singapore', 'en')).toBe('25 November 2026 at 04:30 GMT+8');
    expect(dayText(moment, 'Europe/Dublin', 'en')).toBe('24 November 2026');
  });
});

describe('A greeting', () => {
  it('says a name that can be nothing but a name', () => {
    const names = [
      'Siti Nurhaliza',
      "Conor O'Brien",
      'José',
      'Nguyễn Văn A',
      'J. R. Hartono',
      'Ana-María',
      '李小龍',
      'M. Nuh.',
    ];
    for (const name of names) expect(textOf(name)).toBe(`Hello ${name.normalize('NFC')},`);
  });

  it('leaves out what a mail program would turn into a link, or what is no name', () => {
    const others = [
      'win at evil.com',
      'evil.example',
      'https://evil.example',
      'a@b.example',
      'Call 0800 1234',
      '<b>Ana</b>',
    ];
    for (const name of [...others, 'x'.repeat(61), 'Ana\nBcc: x', '', '  ', undefined])
      expect(textOf(name)).toBe('Hello,');
  });
});

describe('Escaping', () => {
  it('leaves no character that HTML reads as markup, and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });
});
