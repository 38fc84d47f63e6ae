import { compileCronDays } from '#local/events/cron-day.ts';
import { expandCronField, refuseSchedule, type CronRange } from '#local/events/cron-field.ts';

/** When a schedule fires next after a moment, both in milliseconds since the epoch; undefined when never. */
export type NextFiring = (afterMs: number) => number | undefined;

const minuteMs = 60_000;
const dayMs = 86_400_000;
const unitsMs: Record<string, number> = { minute: minuteMs, hour: 60 * minuteMs, day: dayMs };
/** EventBridge knows years up to 2199. */
const lastYear = 2199;

const minutes: CronRange = { field: 'minutes', lowest: 0, highest: 59 };
const hours: CronRange = { field: 'hours', lowest: 0, highest: 23 };
const months: CronRange = {
  field: 'month',
  lowest: 1,
  highest: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const years: CronRange = { field: 'year', lowest: 1970, highest: lastYear };

function compileRate(expression: string, content: string): NextFiring {
  const [, count, unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(content) ?? [];
  const periodMs = Number(count) * (unitsMs[unit] ?? 0);
  // EventBridge insists on the grammar: `rate(1 hour)` but `rate(2 hours)`.
  if (!(periodMs > 0) || (Number(count) === 1) !== (plural === '')) return refuseSchedule(expression);
  return (afterMs) => afterMs + periodMs;
}

function compileCron(expression: string, content: string): NextFiring {
  const fields = content.split(/\s+/);
  const [minuteText = '', hourText = '', dayOfMonth = '', monthText = '', dayOfWeek = '', yearText = ''] = fields;
  if (fields.length !== 6) return refuseSchedule(expression);
  const timesOfDayMs = expandCronField(hourText, hours).flatMap((hour) =>
    expandCronField(minuteText, minutes).map((minute) => (hour * 60 + minute) * minuteMs),
  );
  const isDay = compileCronDays(dayOfMonth, dayOfWeek);
  const inMonth = new Set(expandCronField(monthText, months));
  const inYear = new Set(expandCronField(yearText, years));
  const fires = (date: Date): boolean =>
    inYear.has(date.getUTCFullYear()) && inMonth.has(date.getUTCMonth() + 1) && isDay(date);
  return (afterMs) => {
    const endMs = Date.UTC(lastYear + 1, 0);
    for (let midnightMs = Math.floor(afterMs / dayMs) * dayMs; midnightMs < endMs; midnightMs += dayMs) {
      if (!fires(new Date(midnightMs))) continue;
      const time = timesOfDayMs.find((timeMs) => midnightMs + timeMs > afterMs);
      if (time !== undefined) return midnightMs + time;
    }
    return undefined;
  };
}

/**
 * Compiles `rate(5 minutes)` or `cron(minutes hours day-of-month month day-of-week year)`, in UTC (EventBridge user
 * guide, "Schedule expressions"). Throws a ValidationException for anything else.
 */
export function compileSchedule(expression: string): NextFiring {
  const [, kind, content = ''] = /^(rate|cron)\((.+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return compileRate(expression, content);
  return kind === 'cron' ? compileCron(expression, content) : refuseSchedule(expression);
}
