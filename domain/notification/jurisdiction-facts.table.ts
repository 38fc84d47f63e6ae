import { jurisdictions } from '#catalogue/jurisdictions/index.ts';
import type { Regulator } from '#catalogue/jurisdictions/jurisdiction.ts';

/** What letters say of a jurisdiction. */
export interface JurisdictionFacts {
  /** IANA name. */
  timeZone: string;
  regulator: Regulator;
}

/** By ISO 3166-1 alpha-2 code. The sender holds this as data: letters need nothing else of the law. */
export const jurisdictionFacts: Readonly<Record<string, JurisdictionFacts>> = Object.fromEntries(
  Object.values(jurisdictions).map(({ code, timeZone, regulator }) => [
    code,
    { timeZone: timeZone.value, regulator: regulator.value },
  ]),
);
