import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOfSecret } from '#stores/session-tokens.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';
import { openSessionDesk, type GivenTokens } from './session-desk.ts';
import { take, tryEveryToken, type SessionModel, type Step } from './session-model.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});
beforeEach(() => services.reset());

const start = Date.parse('2026-05-04T10:00:00.000Z');
const index = fc.nat({ max: 3 });
const seconds = 1000;
const spans = [
  5 * seconds,
  29 * seconds,
  60 * seconds,
  31 * 60 * seconds,
  10 * 86_400_000,
  29 * 86_400_000,
  29 * 86_400_000,
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'log-in' }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('refresh' as const), session: index }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('replay' as const), session: index, age: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('use-ended' as const), session: index, age: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), by: index, session: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end-others' as const), by: index }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'move-valid-from' }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.constantFrom(...spans) }) },
);

/** A new seed for each run, printed so that a failure can be repeated; `SESSIONS_SEED` sets it. */
function chosenSeed(what: string): number {
  const seed = Number(process.env['SESSIONS_SEED'] ?? randomInt(2 ** 31));
  process.stdout.write(`${what}: seed ${seed}\n`);
  return seed;
}

describe('sessions', () => {
  it('accept no ended session and no replaced token, and every live one, after any schedule', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
        const desk = await openSessionDesk(new Date(start - 1));
        const model: SessionModel = { now: start, sessions: [] };
        await take(model, desk, { kind: 'log-in' });
        for (const each of steps) await take(model, desk, each);
        await tryEveryToken(model, desk);
      }),
      { numRuns: 40, seed: chosenSeed('Schedules of sessions') },
    );
  }, 120_000);

  it('leave at most one refresh token after 50 refreshes with the same one at once', async () => {
    const seed = chosenSeed('Races of refreshes');
    for (const round of [0, 1, 2, 3]) {
      services.reset();
      // Throttles fall differently in each round and shift who comes first.
      services.meddle = (call) => ((call * 7919 + seed + round) % 23 === 0 ? 'throttle' : 'none');
      await raceOfRefreshes(round);
    }
  }, 120_000);
});

describe('ending all others', () => {
  it('ends more than one transaction could remove', async () => {
    const desk = await openSessionDesk(new Date(start - 1));
    const others: GivenTokens[] = [];
    for (let count = 0; count < 70; count += 1) others.push(await desk.logIn(new Date(start + count)));
    const kept = await desk.logIn(new Date(start + 100));
    const later = new Date(start + 200);
    expect(await desk.endOthers(kept.accessToken, later)).toBe(204);
    const left = new Set((await services.scan('sessions')).map(({ sk }) => sk));
    const remaining = others.filter(({ sessionId }) => left.has(sessionId));
    expect(remaining.length).toBeGreaterThanOrEqual(20);
    for (const { accessToken, refreshToken } of remaining) {
      expect(await desk.list(accessToken, later)).toBeUndefined();
      expect((await desk.refresh(refreshToken, later)).status).toBe(401);
    }
    expect(await desk.list(kept.accessToken, later)).toEqual([kept.sessionId]);
  });

  it('leaves one of two that end one another at the same time, and twice from one is once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const desk = await openSessionDesk(new Date(start - 1));
      const pair = [await desk.logIn(new Date(start)), await desk.logIn(new Date(start + 1))];
      const now = new Date(start + 1000);
      const statuses = await Promise.all(pair.map(({ accessToken }) => desk.endOthers(accessToken, now)));
      expect(new Set(statuses)).toEqual(new Set([204, 401]));
      const [stays] = pair.filter((_, index) => statuses[index] === 204);
      const twice = await Promise.all([1, 2].map(() => desk.endOthers(stays?.accessToken ?? '', now)));
      expect(twice).toEqual([204, 204]);
      const listed = await Promise.all(pair.map(({ accessToken }) => desk.list(accessToken, now)));
      expect(listed.filter((ids) => ids !== undefined)).toEqual([[stays?.sessionId]]);
    }
  });
});

async function raceOfRefreshes(round: number): Promise<void> {
  const now = new Date(start + round);
  const desk = await openSessionDesk(new Date(start - 1));
  const { refreshToken, sessionId } = await desk.logIn(now);
  const answers = await Promise.all(Array.from({ length: 50 }, () => desk.refresh(refreshToken, now)));
  services.meddle = () => 'none';
  const granted = answers.flatMap(({ tokens }) => (tokens === undefined ? [] : [tokens]));
  expect(granted.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => ![201, 409, 503].includes(status))).toEqual([]);

  const row = (await services.scan('sessions')).find(({ sk }) => sk === sessionId);
  const isCurrent = (token: GivenTokens) =>
    hashOfSecret(token.refreshToken.split('.')[3] ?? '') === row?.['refreshHash'];
  expect(granted.filter(isCurrent)).toHaveLength(1);
  const accepted = await Promise.all(granted.map(({ accessToken }) => desk.list(accessToken, now)));
  expect(accepted.filter((listed) => listed !== undefined)).toEqual([[sessionId]]);

  const later = new Date(now.getTime() + 60_000);
  const statuses: number[] = [];
  for (const { refreshToken: token } of granted) statuses.push((await desk.refresh(token, later)).status);
  expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(1);
}
