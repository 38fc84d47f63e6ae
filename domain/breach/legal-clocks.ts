import { breachDeadlinesOf, jurisdictions } from '#catalogue/jurisdictions/index.ts';
import type { Breach, LegalClock } from './breach.ts';

/**
 * The clocks of every jurisdiction in the table, started by awareness. They are frozen on the breach: a later change of
 * the table or of the facts moves none of them.
 */
export function startLegalClocks(awareAt: Date): LegalClock[] {
  return Object.values(jurisdictions).map((jurisdiction) => {
    const { regulatorBy, subjectsBy, ...sources } = breachDeadlinesOf(jurisdiction, awareAt);
    return {
      jurisdiction: jurisdiction.code,
      regulatorBy: regulatorBy.toISOString(),
      subjectsBy: subjectsBy.toISOString(),
      ...sources,
    };
  });
}

/** The clocks that run for a breach: all of them until it is known where the affected people live. */
export function runningClocks({ clocks, affectedByJurisdiction }: Breach): readonly LegalClock[] {
  if (affectedByJurisdiction === undefined) return clocks;
  return clocks.filter(({ jurisdiction }) => (affectedByJurisdiction[jurisdiction] ?? 0) > 0);
}

/** How a clock stands: met when everybody was told in time, passed when they were not. */
export function clockState(
  dueBy: string,
  { notifiedAt, now }: { notifiedAt: string | undefined; now: Date },
): 'running' | 'met' | 'passed' {
  if (notifiedAt !== undefined) return notifiedAt <= dueBy ? 'met' : 'passed';
  return now.toISOString() <= dueBy ? 'running' : 'passed';
}
