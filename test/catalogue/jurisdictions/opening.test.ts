import { describe, expect, it } from 'vitest';
import {
  isOpen,
  jurisdictionOf,
  jurisdictions,
  retentionYearsOf,
  transferMechanismOf,
} from '#catalogue/jurisdictions/index.ts';
import type { Jurisdiction } from '#catalogue/jurisdictions/jurisdiction.ts';
import { regions } from '#lib/regions.ts';

const [indonesia, singapore, ireland] = [jurisdictionOf('ID'), jurisdictionOf('SG'), jurisdictionOf('IE')];
const licensed = { licenceReference: 'FICTITIOUS-TEST-0001' };
const jakarta = (jurisdictions: Parameters<typeof isOpen>[1]['jurisdictions']) => ({
  region: 'ap-southeast-3',
  jurisdictions,
});

describe('a jurisdiction', () => {
  it.each(Object.values(jurisdictions))(
    '$code is closed in every deployed region: no licence is recorded (C93)',
    (jurisdiction) => {
      for (const region of regions) {
        const opening = isOpen(jurisdiction, region);
        expect(opening.open).toBe(false);
      }
    },
  );

  it('is closed where the region does not serve it', () => {
    expect(isOpen(singapore, jakarta({}))).toEqual({ open: false, reason: 'not-served-here' });
  });

  it.each([null, '', '   '])('is closed while its licence reference is %j', (licenceReference) => {
    expect(isOpen(singapore, jakarta({ SG: { licenceReference } }))).toEqual({
      open: false,
      reason: 'licence-missing',
    });
  });

  it('opens with a licence, at the age that its law sets', () => {
    expect(isOpen(singapore, jakarta({ SG: licensed }))).toEqual({ open: true, minimumAgeYears: 21 });
  });

  it('stays closed without an age in its law, until the licence brings one', () => {
    expect(isOpen(indonesia, jakarta({ ID: licensed }))).toEqual({ open: false, reason: 'minimum-age-unknown' });
    expect(isOpen(indonesia, jakarta({ ID: { ...licensed, minimumAgeYears: 21 } }))).toEqual({
      open: true,
      minimumAgeYears: 21,
    });
  });

  it('takes the higher of the ages of law and licence', () => {
    const at = (minimumAgeYears: number) => isOpen(ireland, jakarta({ IE: { ...licensed, minimumAgeYears } }));
    expect(at(21)).toEqual({ open: true, minimumAgeYears: 21 });
    expect(at(16)).toEqual({ open: true, minimumAgeYears: 18 });
  });

  it('is closed in a region that cannot meet its residency rule', () => {
    const strict: Jurisdiction = { ...singapore, residency: { ...singapore.residency, value: 'stored-at-home' } };
    expect(isOpen(strict, jakarta({ SG: licensed }))).toEqual({ open: false, reason: 'residency-unmet' });
    expect(isOpen(strict, { region: 'ap-southeast-1', jurisdictions: { SG: licensed } })).toMatchObject({ open: true });
  });

  it('is closed where no mechanism makes the transfer lawful', () => {
    const region = { region: 'us-east-1', jurisdictions: { SG: licensed } };
    expect(isOpen(singapore, region)).toEqual({ open: false, reason: 'transfer-unsettled' });
    const unsettled: Jurisdiction = {
      ...singapore,
      transfers: {
        ...singapore.transfers,
        'ap-southeast-3': { ...singapore.transfers['ap-southeast-3'], value: null },
      },
    };
    expect(isOpen(unsettled, jakarta({ SG: licensed }))).toEqual({ open: false, reason: 'transfer-unsettled' });
  });
});

describe('the mechanism of a transfer', () => {
  it.each(Object.values(jurisdictions))('is none for $code in the region of its own country', (jurisdiction) => {
    if (jurisdiction.homeRegion !== null)
      expect(transferMechanismOf(jurisdiction, jurisdiction.homeRegion)).toBe('none');
  });

  it('is consent only where the law leaves nothing else (C55)', () => {
    expect(transferMechanismOf(indonesia, 'eu-west-1')).toBe('consent');
    expect(transferMechanismOf(singapore, 'ap-southeast-3')).toBe('consent');
    expect(transferMechanismOf(ireland, 'ap-southeast-3')).toBe('safeguards');
  });
});

describe('the table of laws', () => {
  type Sourced = { source: unknown; effectiveFrom?: unknown };
  const facts = (value: unknown): Sourced[] => {
    if (typeof value !== 'object' || value === null) return [];
    if ('source' in value && 'confirmed' in value) return [value];
    return Object.values(value).flatMap(facts);
  };

  it.each(Object.values(jurisdictions))('gives a source for every value of $code', (jurisdiction) => {
    const all = facts(jurisdiction);
    expect(all.length).toBeGreaterThanOrEqual(16);
    for (const { source, effectiveFrom } of all) {
      expect(String(source).length).toBeGreaterThan(5);
      if (effectiveFrom !== null) expect(effectiveFrom).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it.each(Object.values(jurisdictions))(
    'keeps financial records of $code five to seven years, never above the ceiling (C49)',
    (jurisdiction) => {
      const { financial, kyc } = retentionYearsOf(jurisdiction);
      expect(financial).toBeGreaterThanOrEqual(5);
      expect(financial).toBeLessThanOrEqual(jurisdiction.retentionYears.ceiling.value);
      expect(jurisdiction.retentionYears.ceiling.value).toBeLessThanOrEqual(7);
      expect(kyc).toBe(financial);
    },
  );
});
