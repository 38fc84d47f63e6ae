import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountLimit,
  decideAttempt,
  networkLimit,
  networkWaitSeconds,
  networkWindowOf,
  type AttemptRecord,
  type NetworkRecord,
} from '#domain/player/attempts.ts';

const { freeAttempts, windowSeconds: attemptWindowSeconds } = accountLimit;
const start = 1_800_000_000;
const day = 86_400;

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

/** Counters as the store keeps them, without a store. */
function openCounters() {
  const accounts = new Map<string, AttemptRecord>();
  const networks = new Map<string, NetworkRecord>();
  return {
    /** For how many seconds the attempt must wait; 0 when it was made, and failed. */
    guess({ secret, network }: { secret: string; network: string | undefined }, now: number): number {
      const window = `${network}#${networkWindowOf(now)}`;
      const wait = network === undefined ? 0 : networkWaitSeconds(networks.get(window), now);
      const decision = decideAttempt(accounts.get(secret), now);
      if (wait > 0 || decision.outcome === 'blocked')
        return Math.max(wait, decision.outcome === 'blocked' ? decision.retryAfterSeconds : 0);
      accounts.set(secret, decision.next);
      networks.set(window, { count: (networks.get(window)?.count ?? 0) + 1, lastAtSeconds: now });
      return 0;
    },
  };
}

/** Guesses that get through in a day when `burst` are made as fast as they may be, and then the window is waited out. */
function guessesInADay(burst: number, named: (guess: number) => { secret: string; network: string }): number {
  const counters = openCounters();
  let [made, now, sinceRest] = [0, start, 0];
  while (now < start + day && made < 10_000) {
    const wait = counters.guess(named(made), now);
    now += wait;
    if (wait > 0) continue;
    made += 1;
    sinceRest += 1;
    if (sinceRest < burst) continue;
    now += attemptWindowSeconds;
    sinceRest = 0;
  }
  return made;
}

const bursts = [...Array.from({ length: 30 }, (_, index) => index + 1), 120, 10_000];
const best = (named: (guess: number) => { secret: string; network: string }) =>
  Math.max(...bursts.map((burst) => guessesInADay(burst, named)));

describe('10,000 guesses in a day', () => {
  it('become some hundred at one account, from however many networks', () => {
    const most = best((guess) => ({ secret: 'victim', network: `network-${guess}` }));
    process.stdout.write(`Guesses at one account in a day: ${most} of 10000\n`);
    expect(most).toBeLessThanOrEqual(400);
  });

  it('become some thousand over all accounts from one network', () => {
    const most = best((guess) => ({ secret: `victim-${guess}`, network: 'network' }));
    process.stdout.write(`Guesses from one network in a day: ${most} of 10000\n`);
    expect(most).toBeLessThanOrEqual(24 * (networkLimit.freeAttempts + 10));
  });

  it('never keep the owner out for longer than the bound, and on a known device not at all', () => {
    const guess = fc.record({ after: fc.nat({ max: 5000 }), network: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(guess, { maxLength: 400 }), (guesses) => {
        const counters = openCounters();
        let now = start;
        for (const { after, network } of guesses) {
          now += after;
          counters.guess({ secret: 'owner', network: `network-${network}` }, now);
        }
        expect(counters.guess({ secret: 'owner#known-device', network: undefined }, now)).toBe(0);
        const wait = counters.guess({ secret: 'owner', network: 'network-0' }, now);
        expect(wait).toBeLessThanOrEqual(accountLimit.longestDelaySeconds);
        if (wait > 0) expect(counters.guess({ secret: 'owner', network: 'network-0' }, now + wait)).toBe(0);
      }),
    );
  });
});

describe('failures of a network', () => {
  it('are free a hundred times in an hour, then wait twice as long each time, never longer than a quarter of one', () => {
    const waits = [99, 100, 101, 102, 110, 10_000].map((count) =>
      networkWaitSeconds({ count, lastAtSeconds: start }, start),
    );
    expect(waits).toEqual([0, 15, 30, 60, 900, 900]);
    expect(networkWaitSeconds({ count: 100, lastAtSeconds: start }, start + 15)).toBe(0);
    expect(networkWaitSeconds(undefined, start)).toBe(0);
    expect(networkWaitSeconds({ count: 1, lastAtSeconds: start + 5 }, start)).toBe(0);
    expect(networkWaitSeconds({ count: 110, lastAtSeconds: start + 5 }, start)).toBe(900);
  });

  it('count for the hour in which they were', () => {
    expect(networkWindowOf(start + 3600)).toBe(networkWindowOf(start) + 1);
  });
});
