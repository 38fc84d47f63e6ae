import type { BreachClock, Jurisdiction } from './jurisdiction.ts';

/** When regulator and subjects of one jurisdiction must have been told, with the laws that say so. */
export interface BreachDeadlines {
  regulatorBy: Date;
  regulatorSource: string;
  subjectsBy: Date;
  subjectsSource: string;
}

/**
 * Where a law gives no number, or starts its clock after an assessment, we count 72 hours from awareness: never later
 * than the law, and no assessment stops a clock.
 */
const hoursWithoutNumber = 72;
const hourMilliseconds = 3_600_000;

function hoursOf(clock: BreachClock): number {
  switch (clock.kind) {
    case 'hours':
      return clock.hours;
    case 'with-regulator':
    case 'without-undue-delay':
      return hoursWithoutNumber;
  }
}

/** The legal clocks of a breach that we became aware of at a moment. */
export function breachDeadlinesOf({ breachClocks }: Jurisdiction, awareAt: Date): BreachDeadlines {
  const after = (clock: BreachClock) => new Date(awareAt.getTime() + hoursOf(clock) * hourMilliseconds);
  return {
    regulatorBy: after(breachClocks.regulator.value),
    regulatorSource: breachClocks.regulator.source,
    subjectsBy: after(breachClocks.subjects.value),
    subjectsSource: breachClocks.subjects.source,
  };
}
