import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';
import { openChangeDesk, type ChangeDesk } from './change-desk.ts';
import type { GivenTokens } from './session-desk.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});
beforeEach(() => services.reset());

const start = Date.parse('2026-05-04T10:00:00.000Z');

type Command =
  | { kind: 'log-in' }
  | { kind: 'refresh'; session: number }
  | { kind: 'end'; by: number; session: number }
  | { kind: 'end-others' | 'change-password' | 'change-factors'; by: number }
  | { kind: 'reset-password' };

const index = fc.nat({ max: 5 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Command>({ kind: 'log-in' }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('refresh' as const), session: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), by: index, session: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end-others' as const), by: index }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change-password' as const), by: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change-factors' as const), by: index }) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'reset-password' }) },
);

/** Every token that was given out, with the moment of the batch that gave it, and what acknowledged changes ended. */
interface Ledger {
  batch: number;
  sessions: { id: string; since: number; tokens: GivenTokens[] }[];
  ended: Set<string>;
}

const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % items.length];

/** Runs one command; answers which sessions it ended for certain, given what stood before the batch. */
async function run(desk: ChangeDesk, ledger: Ledger, { command: each, now }: { command: Command; now: Date }) {
  const before = ledger.sessions.filter(({ since }) => since < ledger.batch);
  const endedBut = (kept?: string) => before.map(({ id }) => id).filter((id) => id !== kept);
  if (each.kind === 'log-in') {
    const tokens = await desk.logIn(now);
    if (tokens !== undefined) ledger.sessions.push({ id: tokens.sessionId, since: ledger.batch, tokens: [tokens] });
    return [];
  }
  if (each.kind === 'reset-password') return (await desk.resetPassword(now)) ? endedBut() : [];
  const session = pick(before, each.kind === 'refresh' ? each.session : each.by);
  const current = session?.tokens.at(-1);
  if (session === undefined || current === undefined) return [];
  if (each.kind === 'refresh') {
    const { tokens } = await desk.sessions.refresh(current.refreshToken, now);
    if (tokens !== undefined) session.tokens.push(tokens);
    return [];
  }
  if (each.kind === 'end') {
    const other = pick(before, each.session);
    const status = await desk.sessions.end(current.accessToken, other?.id ?? '', now);
    return status === 204 && other !== undefined ? [other.id] : [];
  }
  const isDone =
    each.kind === 'end-others'
      ? (await desk.sessions.endOthers(current.accessToken, now)) === 204
      : await desk.change(each.kind, session.id, now);
  return isDone ? endedBut(session.id) : [];
}

async function expectEndedRefused(desk: ChangeDesk, { sessions, ended }: Ledger, now: Date): Promise<number> {
  let tried = 0;
  for (const { id, tokens } of sessions.filter((session) => ended.has(session.id))) {
    for (const { accessToken, refreshToken } of tokens) {
      tried += 1;
      expect(await desk.sessions.list(accessToken, now), `access token of ${id}`).toBeUndefined();
      expect((await desk.sessions.refresh(refreshToken, now)).status, `refresh token of ${id}`).toBe(401);
    }
  }
  return tried;
}

function chosenSeed(): number {
  return Number(process.env['SESSIONS_SEED'] ?? randomInt(2 ** 31));
}

describe('sessions and changes of password and factors', () => {
  it('accept no session that an acknowledged change ended, whatever ran beside it', async () => {
    const seed = chosenSeed();
    let [commands, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 6 }),
        fc.nat({ max: 28 }),
        async (batches, throttled) => {
          services.reset();
          const desk = await openChangeDesk(new Date(start - 1));
          const ledger: Ledger = { batch: 0, sessions: [], ended: new Set() };
          for (const batch of [[{ kind: 'log-in' as const }], ...batches]) {
            ledger.batch += 1;
            commands += batch.length;
            const now = new Date(start + ledger.batch * 1000);
            services.meddle = (call) => (call % 29 === throttled ? 'throttle' : 'none');
            const ended = await Promise.all(batch.map((each) => run(desk, ledger, { command: each, now })));
            services.meddle = () => 'none';
            for (const id of ended.flat()) ledger.ended.add(id);
            refused += await expectEndedRefused(desk, ledger, new Date(now.getTime() + 1));
          }
        },
      ),
      { numRuns: 12, seed },
    );
    process.stdout.write(`Interleavings: ${commands} commands, ${refused} ended tokens refused: seed ${seed}\n`);
    expect(refused).toBeGreaterThan(0);
  }, 180_000);

  it('let a login with the old password lose to the change that ran beside it, or end its session', async () => {
    for (let round = 0; round < 8; round += 1) {
      const desk = await openChangeDesk(new Date(start - 1));
      const kept = await desk.logIn(new Date(start));
      const now = new Date(start + 1000);
      services.meddle = (call) => ((call + round) % 13 === 0 ? 'throttle' : 'none');
      const [raced, isChanged] = await Promise.all([
        desk.logIn(new Date(now.getTime() - 1)),
        desk.change('change-password', kept?.sessionId ?? '', now),
      ]);
      services.meddle = () => 'none';
      if (!isChanged || raced === undefined) continue;
      expect(await desk.sessions.list(raced.accessToken, new Date(now.getTime() + 1))).toBeUndefined();
    }
  }, 60_000);
});
