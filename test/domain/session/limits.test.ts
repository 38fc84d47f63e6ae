import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sessionEnds, sessionLimits } from '#domain/session/limits.ts';

const login = new Date('2026-05-04T10:00:00.000Z');
const at = (days: number, seconds = 0) => new Date(login.getTime() + days * 86_400_000 + seconds * 1000);
const spans = (days: number) => {
  const ends = sessionEnds(login, at(days));
  const since = (seconds: number) => seconds - at(days).getTime() / 1000;
  return [since(ends.accessEndsAtSeconds), since(ends.refreshEndsAtSeconds), since(ends.endsAtSeconds)];
};

it.each([
  ['at the login: half an hour, 30 days, 90 days', 0, [1800, 30 * 86_400, 90 * 86_400]],
  ['after 59 days: the idle limit still comes first', 59, [1800, 30 * 86_400, 31 * 86_400]],
  ['after 75 days: the absolute limit comes first', 75, [1800, 15 * 86_400, 15 * 86_400]],
  ['at the end: nothing is left', 90, [0, 0, 0]],
])('a session ends %s', (_, days, expected) => {
  expect(spans(days)).toEqual(expected);
});

it('no refresh moves the absolute limit, and nothing outlives it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: sessionLimits.absoluteSeconds }), (seconds) => {
      const ends = sessionEnds(login, at(0, seconds));
      expect(ends.endsAtSeconds).toBe(at(90).getTime() / 1000);
      expect(ends.accessEndsAtSeconds).toBeLessThanOrEqual(ends.refreshEndsAtSeconds);
      expect(ends.refreshEndsAtSeconds).toBeLessThanOrEqual(ends.endsAtSeconds);
    }),
  );
});
