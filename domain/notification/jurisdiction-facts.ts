import { jurisdictionFacts, type JurisdictionFacts } from './jurisdiction-facts.table.ts';

/** What letters say of the jurisdiction of a record. Throws where the table no longer has it: that is a defect. */
export function jurisdictionFactsOf(jurisdiction: string): JurisdictionFacts {
  const facts = jurisdictionFacts[jurisdiction];
  if (facts === undefined) throw new Error(`The jurisdiction ${jurisdiction} is not in the table`);
  return facts;
}

/** The zone in which times are written to a person: that of their jurisdiction (IANA name). */
export const timeZoneOf = (jurisdiction: string): string => jurisdictionFactsOf(jurisdiction).timeZone;
