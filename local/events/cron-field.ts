import { AwsError } from '#local/aws-error.ts';

/** The values that a field of a cron expression may have, and names for them (`JAN`, `SUN`). */
export interface CronRange {
  field: string;
  lowest: number;
  highest: number;
  names?: readonly string[];
}

/** Refuses a schedule expression as EventBridge does. */
export function refuseSchedule(expression: string): never {
  throw new AwsError('ValidationException', `Parameter ScheduleExpression is not valid: ${expression}`);
}

/** Reads one number or name of a field. Throws a ValidationException when it is out of range. */
export function readCronValue(text: string, range: CronRange): number {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + range.lowest : Number(text);
  if (/^\w+$/.test(text) && Number.isInteger(value) && value >= range.lowest && value <= range.highest) return value;
  return refuseSchedule(`${range.field} ${text}`);
}

function readSpan(span: string, range: CronRange): [from: number, to: number | undefined] {
  if (span === '*') return [range.lowest, range.highest];
  const [from = '', to] = span.split('-');
  return [readCronValue(from, range), to === undefined ? undefined : readCronValue(to, range)];
}

function expandPart(part: string, range: CronRange): number[] {
  const [span = '', stepText] = part.split('/');
  const step = Number(stepText ?? 1);
  const [from, to] = readSpan(span, range);
  const last = to ?? (stepText === undefined ? from : range.highest);
  if (!Number.isInteger(step) || step < 1 || last < from) return refuseSchedule(`${range.field} ${part}`);
  return Array.from({ length: Math.floor((last - from) / step) + 1 }, (_, index) => from + index * step);
}

/** The values of a field with `*`, lists, ranges and steps, ascending. */
export function expandCronField(text: string, range: CronRange): number[] {
  const values = text.split(',').flatMap((part) => expandPart(part, range));
  return [...new Set(values)].toSorted((left, right) => left - right);
}
