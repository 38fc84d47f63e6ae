import { expect, it } from 'vitest';
import { decideAttempt, type AttemptRecord } from '#domain/player/attempts.ts';

/** Of a million codes of six digits, those of the present step and of the two beside it are right (RFC 6238, 5.2). */
const chancePerGuess = 3 / 1_000_000;
const guesses = 10_000;
const daySeconds = 86_400;

/** Guesses as fast as the attempts of one player allow; answers when each was made. */
function guessAsFastAsAllowed(count: number): { moments: number[]; longestWait: number } {
  const moments: number[] = [];
  let record: AttemptRecord | undefined;
  let now = 0;
  let longestWait = 0;
  while (moments.length < count) {
    const decision = decideAttempt(record, now);
    if (decision.outcome === 'blocked') {
      longestWait = Math.max(longestWait, decision.retryAfterSeconds);
      now += decision.retryAfterSeconds;
    } else {
      record = decision.next;
      moments.push(now);
    }
  }
  return { moments, longestWait };
}

it('gets nowhere with 10,000 guesses at a second factor, and never keeps its owner out for long', () => {
  const { moments, longestWait } = guessAsFastAsAllowed(guesses);
  expect((moments.at(-1) ?? 0) / daySeconds).toBeGreaterThan(365);
  const ofFirstMonth = moments.filter((moment) => moment < 30 * daySeconds).length;
  expect(1 - (1 - chancePerGuess) ** ofFirstMonth).toBeLessThan(0.003);
  expect(longestWait).toBeLessThanOrEqual(3600);
});
