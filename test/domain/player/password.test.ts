import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePassword, refusePassword } from '#domain/player/password.ts';

const nobody = { personalWords: [], secondFactorOn: false, isBreached: false };

describe('password rules', () => {
  it.each([
    ['14 characters', 'gM7xq-4ptz!Vw2', /At least 15/],
    ['129 characters', 'k7'.repeat(64) + 'z', /At most 128/],
    ['a common word twice', 'passwordpassword', /easy to guess/],
    ['a common word in disguise', 'P@55w0rd-P@55w0rd-2026', /easy to guess/],
    ['one letter over and over', 'aaaaaaaaaaaaaaaa', /easy to guess/],
    ['a keyboard walk with digits', 'qwertyuiop123456789', /easy to guess/],
    ['digits in order', '1234567890123456', /easy to guess/],
    ['words of this service', 'sesetoro-casino-2026', /easy to guess/],
    ['the most quoted passphrase', 'correct horse battery staple', /easy to guess/],
  ])('refuse %s', (_name, password, detail) => {
    expect(refusePassword(password, nobody)).toMatchObject({
      problem: 'password-refused',
      detail: expect.stringMatching(detail),
    });
  });

  it.each([
    'merry lanterns drift upstream',
    'saya suka makan nasi goreng',
    'gM7xq-4ptz!Vw2#k',
    '密码很长而且难以猜测的一句话吧真的吗',
  ])('accept %s without asking for kinds of characters', (password) => {
    expect(refusePassword(password, nobody)).toBeUndefined();
  });

  it('refuse a password made of the person’s own name and address', () => {
    const personal = { ...nobody, personalWords: ['Wulandari Kusumaningrum', 'wulandari@example.com'] };
    expect(refusePassword('wulandari-kusumaningrum', personal)).toBeDefined();
    expect(refusePassword('wulandari-kusumaningrum', nobody)).toBeUndefined();
  });

  it('count code points after NFC, so that how an accent is typed changes nothing', () => {
    expect(normalisePassword('e\u0301')).toBe('\u00e9');
    const composed = '\u00e9\u00e0\u00fc\u00f1\u00f4\u00e7\u00ef\u00e8\u00f6\u00ea\u00e2\u00fb\u00ee\u00eb\u00e4';
    expect(refusePassword(composed, nobody)).toBeUndefined();
    expect(refusePassword(composed.normalize('NFD'), nobody)).toBeUndefined();
    expect(refusePassword(composed.slice(1).normalize('NFD'), nobody)).toBeDefined();
  });

  it('allow exactly 15 and exactly 128', () => {
    expect(refusePassword('gM7xq-4ptz!Vw2#', nobody)).toBeUndefined();
    expect(refusePassword('gM7xq-4ptz!Vw2#'.repeat(9).slice(0, 128), nobody)).toBeUndefined();
  });

  it.each([
    { name: '7 code points with a second factor', password: 'gMxq-pt', secondFactorOn: true, detail: /At least 8/ },
    { name: '8 code points without one', password: 'gMxq-ptz', secondFactorOn: false, detail: /At least 15/ },
    { name: '8 code points with one', password: 'gMxq-ptz', secondFactorOn: true, detail: undefined },
    {
      name: '8 code points beyond the basic plane with one',
      password: '𝒜𝒷𝒸𝒹ℯ𝒻ℊ𝒽',
      secondFactorOn: true,
      detail: undefined,
    },
    {
      name: 'a common word and digits with one',
      password: 'password2026',
      secondFactorOn: true,
      detail: /easy to guess/,
    },
    { name: '129 code points with one', password: 'k7'.repeat(64) + 'z', secondFactorOn: true, detail: /At most 128/ },
  ])('judge $name', ({ password, secondFactorOn, detail }) => {
    const refusal = refusePassword(password, { ...nobody, secondFactorOn });
    if (detail === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatchObject({ problem: 'password-refused', detail: expect.stringMatching(detail) });
  });

  it('refuse what is known from breaches with a reason, whatever its length', () => {
    for (const secondFactorOn of [false, true]) {
      expect(
        refusePassword('merry lanterns drift upstream', { ...nobody, secondFactorOn, isBreached: true }),
      ).toMatchObject({ problem: 'password-refused', detail: expect.stringMatching(/breaches/) });
    }
  });

  it('ask for 15 code points without a second factor and for 8 with one, never for more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.boolean(), (password, secondFactorOn) => {
        const refusal = refusePassword(password, { ...nobody, secondFactorOn });
        const isShort = [...password.normalize('NFC')].length < (secondFactorOn ? 8 : 15);
        expect(/At least/.test(refusal?.detail ?? '')).toBe(isShort);
        if (refusal === undefined) {
          expect(refusePassword(password, { ...nobody, secondFactorOn: true })).toBeUndefined();
        }
      }),
    );
  });
});
