import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailSchema, normaliseEmail } from '#domain/player/email.ts';

describe('e-mail address', () => {
  it.each([
    ['another case', 'Wulan@Example.COM', 'wulan@example.com'],
    ['full-width letters', 'ｗｕｌａｎ@example.com', 'wulan@example.com'],
    ['a ligature', 'ﬁona@example.com', 'fiona@example.com'],
    ['a domain in Unicode', 'wulan@bücher.example', 'wulan@xn--bcher-kva.example'],
    ['a domain with a letter that looks like another', 'wulan@ex\u0430mple.example', 'wulan@xn--exmple-4nf.example'],
    ['spaces around', '  wulan@example.com ', 'wulan@example.com'],
  ])('in %s is the same address', (_name, text, address) => {
    expect(normaliseEmail(text)).toBe(address);
  });

  it.each([
    '',
    'wulan',
    '@example.com',
    'wulan@',
    'wu lan@example.com',
    'wulan@exa mple.com',
    'wulan@a/b',
    'a@b@c',
    'josé@example.com',
    // The second letter is Cyrillic: an address that only looks like another.
    'w\u0443lan@example.com',
  ])('is refused when mail cannot reach it: %j', (text) => {
    expect(emailSchema.safeParse(text).success).toBe(false);
  });

  it('keeps its normal form when normalised again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const once = normaliseEmail(text);
        return once === undefined || normaliseEmail(once) === once;
      }),
    );
  });
});
