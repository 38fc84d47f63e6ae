import { describe, expect, test } from 'vitest';
import { compileSchedule } from '#local/events/schedule-expression.ts';

const next = (expression: string, after: string) => {
  const atMs = compileSchedule(expression)(Date.parse(after));
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
};

describe('schedule expressions', () => {
  test.each([
    ['rate(5 minutes)', '2026-11-24T10:00:30Z', '2026-11-24T10:05:30.000Z'],
    ['rate(1 hour)', '2026-11-24T10:00:00Z', '2026-11-24T11:00:00.000Z'],
    ['rate(7 days)', '2026-11-24T10:00:00Z', '2026-12-01T10:00:00.000Z'],
    ['cron(0 12 * * ? *)', '2026-11-24T12:00:00Z', '2026-11-25T12:00:00.000Z'],
    ['cron(15 2,14 * * ? *)', '2026-11-24T10:00:00Z', '2026-11-24T14:15:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-24T10:16:00Z', '2026-11-24T10:30:00.000Z'],
    ['cron(0 8 ? * MON-FRI *)', '2026-11-27T08:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['cron(0 0 1 JAN ? *)', '2026-11-24T10:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2026-11-24T10:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['cron(0 0 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
    ['cron(0 9 ? * 2#1 *)', '2026-11-24T10:00:00Z', '2026-12-07T09:00:00.000Z'],
    ['cron(0 9 ? * 6L *)', '2026-11-24T10:00:00Z', '2026-11-27T09:00:00.000Z'],
    ['cron(0 0 1 1 ? 2030-2031)', '2026-11-24T10:00:00Z', '2030-01-01T00:00:00.000Z'],
  ])('%s after %s fires at %s', (expression, after, expected) => expect(next(expression, after)).toBe(expected));

  test('a schedule whose last year has passed never fires again', () => {
    expect(next('cron(0 0 1 1 ? 2020)', '2026-11-24T10:00:00Z')).toBeUndefined();
  });

  test.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'cron(0 12 * * * *)',
    'cron(0 12 ? * ? *)',
    'cron(60 12 * * ? *)',
    'cron(0 12 * * ?)',
    'cron(0 12 15W * ? *)',
    'at(2026-11-24T10:00:00)',
    'every day',
  ])('%s is refused', (expression) => expect(() => compileSchedule(expression)).toThrow('ScheduleExpression'));
});
