import { describe, expect, it } from 'vitest';
import { phoneReplacedText, smsCodeText } from '#domain/notification/text-messages.ts';
import { isAllowedNumber, secondsUntilNextDay } from '#domain/session/sms-code.ts';

describe('a text message', () => {
  it.each(['en', 'id'] as const)(
    'in %s is one part without a link, and a code ends in the line that binds it',
    (language) => {
      const host = 'a-rather-long-name.sesetoro.example';
      const text = smsCodeText(language, { code: '012345', host });
      for (const each of [text, phoneReplacedText(language)]) {
        expect(each).toMatch(/^[\x20-\x7e\n]{1,160}$/);
        expect(each).not.toMatch(/https?:|www\./);
      }
      expect(text.split('\n').at(-1)).toBe(`@${host} #012345`);
      expect(text.startsWith('012345 ')).toBe(true);
    },
  );
});

describe('the caps of a day', () => {
  it('end with the day in UTC', () => {
    expect(secondsUntilNextDay(new Date('2026-11-25T23:59:59.999Z'))).toBe(1);
    expect(secondsUntilNextDay(new Date('2026-11-25T00:00:00Z'))).toBe(86_400);
  });

  it('are for the countries of a region only', () => {
    expect(isAllowedNumber('+6281234567', ['+62'])).toBe(true);
    expect(isAllowedNumber('+6581234567', ['+62'])).toBe(false);
    expect(isAllowedNumber('+6281234567', [])).toBe(false);
  });
});
