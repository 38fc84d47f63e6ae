import { keyClasses, type KeyClass } from '#catalogue/key-classes.ts';

/** How many months a forecast shows, the present one included. */
export const forecastMonths = 24;

/** What ends in one month: at most so many, since an end that was put off later leaves its old mark on the list. */
export interface MonthForecast {
  /** `yyyy-mm`, UTC. */
  month: string;
  /** Keys that end in it: one per person and class. */
  keys: number;
  /** The same by class; a class of which nothing ends is 0. */
  classes: Readonly<Record<KeyClass, number>>;
  /** False where counting stopped before the end of the month: there are more. */
  isComplete: boolean;
}

/** The months of a forecast that is made at a moment, in UTC, the present one first. */
export function monthsFrom(now: Date): string[] {
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  return Array.from({ length: forecastMonths }, (_, ahead) => {
    const month = new Date(first);
    month.setUTCMonth(month.getUTCMonth() + ahead);
    return month.toISOString().slice(0, 7);
  });
}

/** The last moment of a month `yyyy-mm`, UTC. */
export function endOfMonth(month: string): Date {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return new Date(next.getTime() - 1);
}

/** Counts what ends in a month by class. `details` are the classes that the due list names; others are not keys. */
export function monthForecast(month: string, details: readonly string[], isComplete: boolean): MonthForecast {
  const count = (name: KeyClass) => details.filter((detail) => detail === name).length;
  const classes: Record<KeyClass, number> = {
    identity: count('identity'),
    contact: count('contact'),
    kyc: count('kyc'),
    financial: count('financial'),
    activity: count('activity'),
    support: count('support'),
  };
  return { month, keys: keyClasses.reduce((sum, name) => sum + classes[name], 0), classes, isComplete };
}
