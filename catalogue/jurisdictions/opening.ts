import type { Jurisdiction, TransferMechanism } from './jurisdiction.ts';

/** What a region says about itself, as far as jurisdictions are concerned. */
export interface ServingRegion {
  /** AWS region. */
  region: string;
  /** What a person recorded for each jurisdiction that the region serves. */
  jurisdictions: Readonly<
    Record<string, { licenceReference: string | null; minimumAgeYears?: number | undefined } | undefined>
  >;
}

/** Why a jurisdiction is closed in a region. */
export type ClosedReason =
  'not-served-here' | 'licence-missing' | 'minimum-age-unknown' | 'residency-unmet' | 'transfer-unsettled';

/** Whether people of a jurisdiction may register in a region, and from which age in years. */
export type Opening = { open: true; minimumAgeYears: number } | { open: false; reason: ClosedReason };

/** What makes storing data of this jurisdiction in a region lawful; null where that is not established. */
export function transferMechanismOf(jurisdiction: Jurisdiction, region: string): TransferMechanism | null {
  const transfer = Object.entries(jurisdiction.transfers).find(([name]) => name === region);
  return transfer?.[1].value ?? null;
}

/**
 * Closed until a licence reference is recorded, and while a value is missing or a residency rule cannot be met there
 * (design 8; C93). Of the ages of law and licence the higher counts.
 */
export function isOpen(jurisdiction: Jurisdiction, region: ServingRegion): Opening {
  const served = region.jurisdictions[jurisdiction.code];
  if (served === undefined) return { open: false, reason: 'not-served-here' };
  if (served.licenceReference === null || served.licenceReference.trim() === '') {
    return { open: false, reason: 'licence-missing' };
  }
  if (jurisdiction.residency.value === 'stored-at-home' && jurisdiction.homeRegion !== region.region) {
    return { open: false, reason: 'residency-unmet' };
  }
  if (transferMechanismOf(jurisdiction, region.region) === null) return { open: false, reason: 'transfer-unsettled' };
  const ages = [jurisdiction.minimumAgeYears.value, served.minimumAgeYears].filter((age) => typeof age === 'number');
  if (ages.length === 0) return { open: false, reason: 'minimum-age-unknown' };
  return { open: true, minimumAgeYears: Math.max(...ages) };
}
