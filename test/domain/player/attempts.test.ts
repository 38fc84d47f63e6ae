import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptWindowSeconds, decideAttempt, freeAttempts, type AttemptRecord } from '#domain/player/attempts.ts';

const start = 1_800_000_000;

function attemptTimes(count: number, nowSeconds: number): { record: AttemptRecord | undefined; allowed: number } {
  let record: AttemptRecord | undefined;
  let allowed = 0;
  for (let attempt = 0; attempt < count; attempt += 1) {
    const decision = decideAttempt(record, nowSeconds);
    if (decision.outcome === 'blocked') return { record, allowed };
    record = decision.next;
    allowed += 1;
  }
  return { record, allowed };
}

describe('attempts at a secret', () => {
  it('are free ten times in an hour, and then wait', () => {
    expect(attemptTimes(50, start).allowed).toBe(freeAttempts);
  });

  it('wait twice as long after each further failure', () => {
    let { record } = attemptTimes(freeAttempts, start);
    let now = start;
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const decision = decideAttempt(record, now);
      if (decision.outcome !== 'blocked') throw new Error('must wait');
      waits.push(decision.retryAfterSeconds);
      now += decision.retryAfterSeconds;
      const next = decideAttempt(record, now);
      if (next.outcome !== 'allowed') throw new Error('may try');
      record = next.next;
    }
    expect(waits).toEqual([30, 60, 120, 240]);
  });

  it('never wait longer than an hour, so that the owner gets in again', () => {
    fc.assert(
      fc.property(fc.integer({ min: freeAttempts, max: 2000 }), (count) => {
        const record = { count, windowEndsAtSeconds: start + 10, blockedUntilSeconds: 0 };
        const decision = decideAttempt(record, start);
        return decision.outcome === 'allowed' && decision.next.blockedUntilSeconds - start <= 3600;
      }),
    );
  });

  it('are forgotten after the window', () => {
    const { record } = attemptTimes(freeAttempts - 1, start);
    expect(decideAttempt(record, start + attemptWindowSeconds)).toMatchObject({
      outcome: 'allowed',
      next: { count: 1 },
    });
  });
});
