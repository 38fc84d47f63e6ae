import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityNumberRule, normaliseIdentityNumber } from '#domain/kyc/identity-number.ts';

describe('an Indonesian NIK', () => {
  test.each([
    ['3171011708900001', 'of a man'],
    ['3171015708900001', 'of a woman, whose day is written with 40 added'],
    ['3171 0117 0890 0001', 'with blanks, as printed'],
    ['3171-0117-0890-0001', 'with dashes'],
    ['３１７１０１１７０８９００００１', 'in full-width digits'],
  ])('%s is taken (%s)', (written) => {
    expect(normaliseIdentityNumber('ID', written)).toMatch(/^31710[15][15]?\d+$/);
  });

  test.each([
    ['317101170890000', '15 digits'],
    ['31710117089000011', '17 digits'],
    ['3171010008900001', 'day 00'],
    ['3171013208900001', 'day 32'],
    ['3171014008900001', 'day 40'],
    ['3171017208900001', 'day 72'],
    ['3171011700900001', 'month 00'],
    ['3171011713900001', 'month 13'],
    ['3171013102900001', '31 February'],
    ['3171017104900001', '31 April of a woman'],
    ['3171012902900001', '29 February of a common year'],
    ['3171011708900000', 'serial number 0000'],
    ['0171011708900001', 'province below 11'],
    ['317101170890000A', 'a letter'],
    ['', 'nothing'],
  ])('%s is refused (%s)', (written) => {
    expect(normaliseIdentityNumber('ID', written)).toBeUndefined();
  });
});

describe('a Singaporean NRIC or FIN', () => {
  test.each(['S0000001I', 'S1234567D', 't0000001e', 'F1234567N', 'G1234567X'])('%s is taken', (written) => {
    expect(normaliseIdentityNumber('SG', written)).toBe(written.toUpperCase());
  });

  test.each(['S1234567A', 'F1234567D', 'X1234567D', 'S123456D', 'S12345678D'])('%s is refused', (written) => {
    expect(normaliseIdentityNumber('SG', written)).toBeUndefined();
  });

  test('has exactly one check letter for every seven digits and series', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    fc.assert(
      fc.property(
        fc.constantFrom('S', 'T', 'F', 'G', 'M'),
        fc.integer({ min: 0, max: 9_999_999 }),
        (series, digits) => {
          const stem = `${series}${String(digits).padStart(7, '0')}`;
          expect(letters.filter((letter) => normaliseIdentityNumber('SG', stem + letter) !== undefined)).toHaveLength(
            1,
          );
        },
      ),
    );
  });
});

test('elsewhere the number of a passport or driving licence is taken, and it must hold a digit', () => {
  expect(normaliseIdentityNumber('IE', 'pa 1234567')).toBe('PA1234567');
  expect(normaliseIdentityNumber('IE', 'PASSPORT')).toBeUndefined();
  expect(normaliseIdentityNumber('IE', 'P1234')).toBeUndefined();
});

test('a normalised number is normal: writing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom('ID', 'SG', 'IE'), fc.string({ maxLength: 30 }), (jurisdiction, written) => {
      const once = normaliseIdentityNumber(jurisdiction, written);
      if (once !== undefined) expect(normaliseIdentityNumber(jurisdiction, once)).toBe(once);
    }),
  );
});

test('every jurisdiction has a rule in words', () => {
  for (const jurisdiction of ['ID', 'SG', 'IE']) expect(identityNumberRule(jurisdiction).rule).toMatch(/^Must be /);
});
