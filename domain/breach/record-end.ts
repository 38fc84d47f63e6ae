import { findJurisdiction, jurisdictions } from '#catalogue/jurisdictions/index.ts';
import { yearsAfter } from '#catalogue/years.ts';

const ceilingYearsOf = (code: string): number | undefined => findJurisdiction(code)?.retentionYears.ceiling.value;

const longestCeilingYears = Math.max(
  ...Object.values(jurisdictions).map(({ retentionYears }) => retentionYears.ceiling.value),
);

/**
 * Until when a row of a breach is kept (retention class `breach-record`): the ceiling of the person's law, counted from
 * the record; for rows that name nobody the longest ceiling of all.
 */
export function breachRecordEndsAtSeconds(recordedAt: Date, jurisdiction?: string): number {
  const years = (jurisdiction === undefined ? undefined : ceilingYearsOf(jurisdiction)) ?? longestCeilingYears;
  return Math.floor(yearsAfter(recordedAt, years).getTime() / 1000);
}
