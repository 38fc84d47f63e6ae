import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';

/** The zone in which times are written to a person: that of their jurisdiction (IANA name). */
export const timeZoneOf = (jurisdiction: string): string => jurisdictionOf(jurisdiction).timeZone.value;
