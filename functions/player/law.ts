import { findJurisdiction, isOfAge, isOpen, transferMechanismOf } from '#catalogue/jurisdictions/index.ts';
import type { RegistrationLaw } from '#domain/player/registration.ts';
import { regionSettings } from '#stores/settings.ts';

/** What the law of a jurisdiction says about registering in this region now; undefined where it is closed. */
export function registrationLawOf(code: string, now: Date): RegistrationLaw | undefined {
  const jurisdiction = findJurisdiction(code);
  if (jurisdiction === undefined) return undefined;
  const settings = regionSettings();
  const opening = isOpen(jurisdiction, settings);
  if (!opening.open) return undefined;
  const { minimumAgeYears } = opening;
  const timeZone = jurisdiction.timeZone.value;
  return {
    minimumAgeYears,
    isOfAge: (birthDate) => isOfAge(birthDate, { minimumAgeYears, timeZone, now }),
    asksTransferConsent: transferMechanismOf(jurisdiction, settings.region) === 'consent',
  };
}
