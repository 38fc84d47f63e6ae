import { expandCronField, readCronValue, refuseSchedule, type CronRange } from '#local/events/cron-field.ts';

/** Whether a day, given as its midnight in UTC, is one on which a cron expression fires. */
export type DayTest = (midnight: Date) => boolean;

const dayMs = 86_400_000;
const daysOfMonth: CronRange = { field: 'day-of-month', lowest: 1, highest: 31 };
const daysOfWeek: CronRange = {
  field: 'day-of-week',
  lowest: 1,
  highest: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

const monthAfter = (date: Date, days: number): number => new Date(date.getTime() + days * dayMs).getUTCMonth();
const isLastOfMonth: DayTest = (date) => monthAfter(date, 1) !== date.getUTCMonth();
const isLastWeekOfMonth: DayTest = (date) => monthAfter(date, 7) !== date.getUTCMonth();

function compileDayOfMonth(text: string): DayTest {
  if (text === 'L') return isLastOfMonth;
  const days = expandCronField(text, daysOfMonth);
  return (date) => days.includes(date.getUTCDate());
}

function compileDayOfWeek(text: string): DayTest {
  const weekday = (date: Date): number => date.getUTCDay() + 1;
  if (text.endsWith('L')) {
    const last = readCronValue(text.slice(0, -1) || '7', daysOfWeek);
    return (date) => weekday(date) === last && isLastWeekOfMonth(date);
  }
  const [day = '', ordinal] = text.split('#');
  if (ordinal !== undefined) {
    const wanted = readCronValue(day, daysOfWeek);
    const week = readCronValue(ordinal, { field: 'week', lowest: 1, highest: 5 });
    return (date) => weekday(date) === wanted && Math.ceil(date.getUTCDate() / 7) === week;
  }
  const days = expandCronField(text, daysOfWeek);
  return (date) => days.includes(weekday(date));
}

/**
 * Compiles the day fields, of which exactly one must be `?`. `L` is the last day of the month, or `6L` its last Friday;
 * `2#1` is the first Monday. `W` is refused: the product does not use it.
 */
export function compileCronDays(dayOfMonth: string, dayOfWeek: string): DayTest {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return refuseSchedule(`days ${dayOfMonth} ${dayOfWeek}`);
  return dayOfMonth === '?' ? compileDayOfWeek(dayOfWeek) : compileDayOfMonth(dayOfMonth);
}
