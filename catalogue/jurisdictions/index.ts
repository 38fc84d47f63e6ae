import { indonesia } from './indonesia.ts';
import { ireland } from './ireland.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { singapore } from './singapore.ts';

export { ageInYears, calendarDateIn, isOfAge } from './age.ts';
export { breachDeadlinesOf } from './breach-clock.ts';
export { closureDeadline } from './deadline.ts';
export type { Jurisdiction } from './jurisdiction.ts';
export { isOpen, transferMechanismOf } from './opening.ts';

/** Every jurisdiction whose law is in the table, by ISO 3166-1 alpha-2 code. Being here opens nothing. */
export const jurisdictions: Readonly<Record<string, Jurisdiction>> = { ID: indonesia, SG: singapore, IE: ireland };

/** Finds a jurisdiction by its ISO 3166-1 alpha-2 code; undefined when its law is not in the table. */
export function findJurisdiction(code: string): Jurisdiction | undefined {
  return Object.hasOwn(jurisdictions, code) ? jurisdictions[code] : undefined;
}

/** The jurisdiction of a stored record. Throws when the table no longer has it: a record without law is a defect. */
export function jurisdictionOf(code: string): Jurisdiction {
  const found = findJurisdiction(code);
  if (found === undefined) throw new Error(`The jurisdiction ${code} is not in the table`);
  return found;
}

/** Years after closure for which the retained classes are kept: the floor of the law, never longer than the ceiling. */
export function retentionYearsOf({ retentionYears: { floor, ceiling } }: Jurisdiction): {
  kyc: number;
  financial: number;
} {
  const years = Math.min(floor.value, ceiling.value);
  return { kyc: years, financial: years };
}
