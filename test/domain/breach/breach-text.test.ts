import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breachTextCharactersMax, breachTextSchema, quotedValueIn } from '#domain/breach/breach-text.ts';

const sentences = [
  'A copy of a database was taken between 1 and 3 March 2027, at 08:30 WIB.',
  'Antara 2027-03-01 08:00 dan 2027-03-03T10:15:00Z sebuah salinan diambil.',
  'Sekitar 10.000.000 orang terdampak; 1,250,000 of them in Jakarta.',
  'On 01/03/2027, 01.03.2027 and 1-3-2027 we changed 12 keys within 3 x 24 hours.',
  'Kerugian paling banyak Rp 150.000.000,00 per orang.',
  'Versions 2.14.3 and 10.0.0.5 were affected; see UU 27/2022 article 46.',
  'Change your password @ once, and e-mail nobody about it.',
];

describe('words of a notice', () => {
  it.each(sentences)('may say: %s', (sentence) => {
    expect(quotedValueIn(sentence)).toBeUndefined();
    expect(breachTextSchema.safeParse(sentence).success).toBe(true);
  });

  it.each([
    ['wulan@example.com', 'an e-mail address'],
    ['Kirim ke <siti.rahma+x@mail.example.co.id>.', 'an e-mail address'],
    ['ＷＵＬＡＮ＠example.com', 'an e-mail address'],
    ['+6281234567890', 'a phone number'],
    ['+62 812-3456-7890', 'a phone number'],
    ['+353 (1) 555 0123', 'a phone number'],
    ['0812 3456 7890', 'a phone number'],
    ['(021) 555 1234', 'a phone number'],
    ['081.234.567.890', 'a phone number'],
    ['9123 4567', 'a phone number'],
    ['91234567', 'a phone number'],
    ['3171234567890123', 'a phone number'],
    ['4111 1111 1111 1111', 'a card number'],
    ['5555555555554444', 'a card number'],
  ])('may not quote %s: it is %s', (value, kind) => {
    for (const text of [value, `It said ${value}, we know.`]) expect(quotedValueIn(text)).toBe(kind);
  });

  it('quote no e-mail address wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sentences),
        fc.emailAddress(),
        fc.constantFrom(...sentences),
        (one, email, two) => {
          expect(quotedValueIn(`${one} ${email} ${two}`)).toBe('an e-mail address');
        },
      ),
    );
  });

  it('quote no international phone number however it is grouped', () => {
    const separator = fc.constantFrom('', ' ', '-', '.');
    const groups = fc.array(fc.tuple(separator, fc.integer({ min: 100, max: 9999 })), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(groups, (parts) => {
        const number = `+62${parts.map(([between, digits]) => `${between}${digits}`).join('')}`;
        expect(quotedValueIn(`Call ${number} now.`)).toBeDefined();
      }),
    );
  });

  it('are plain text of one to 4,000 characters', () => {
    expect(breachTextSchema.safeParse('   ').success).toBe(false);
    expect(breachTextSchema.safeParse('a\u0000b').success).toBe(false);
    expect(breachTextSchema.safeParse('line\nline').success).toBe(true);
    expect(breachTextSchema.safeParse('a'.repeat(breachTextCharactersMax)).success).toBe(true);
    expect(breachTextSchema.safeParse('a'.repeat(breachTextCharactersMax + 1)).success).toBe(false);
  });
});
