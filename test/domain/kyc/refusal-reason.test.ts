import { expect, test } from 'vitest';
import { refusalReasons, refusalText } from '#domain/kyc/refusal-reason.ts';

test.each(refusalReasons)('%s has whole sentences in English and Indonesian, and says what to do', (reason) => {
  const english = refusalText(reason, 'en');
  const indonesian = refusalText(reason, 'id-ID');
  expect(english).not.toBe(indonesian);
  for (const text of [english, indonesian]) expect(text).toMatch(/^[A-Z].{20,}\.$/);
});

test('answers in English where a language is not written', () => {
  expect(refusalText('empty', 'fr-FR')).toBe(refusalText('empty', 'en'));
});

test('tells an owner of an iPhone which setting to change', () => {
  expect(refusalText('heic', 'en')).toContain('Most Compatible');
});
