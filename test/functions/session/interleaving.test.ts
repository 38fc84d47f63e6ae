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
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
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

/** A session that stood before the batch, with the tokens to use. */
interface Holder {
  session: Ledger['sessions'][number];
  current: GivenTokens;
}

const standingBefore = ({ sessions, batch }: Ledger) => sessions.filter(({ since }) => since < batch);

async function logIn(desk: ChangeDesk, ledger: Ledger, now: Date): Promise<string[]> {
  const tokens = await desk.logIn(now);
  if (tokens !== undefined) ledger.sessions.push({ id: tokens.sessionId, since: ledger.batch, tokens: [tokens] });
  return [];
}

async function refresh(desk: ChangeDesk, { session, current }: Holder, now: Date): Promise<string[]> {
  const { tokens } = await desk.sessions.refresh(current.refreshToken, now);
  if (tokens !== undefined) session.tokens.push(tokens);
  return [];
}

async function end(desk: ChangeDesk, { by, id }: { by: Holder; id: string | undefined }, now: Date): Promise<string[]> {
  if (id === undefined) return [];
  return (await desk.sessions.end(by.current.accessToken, id, now)) === 204 ? [id] : [];
}

type Ending = Extract<Command, { kind: 'end-others' | 'change-password' | 'change-factors' }>['kind'];

async function isEnding(desk: ChangeDesk, { by, kind }: { by: Holder; kind: Ending }, now: Date): Promise<boolean> {
  if (kind !== 'end-others') return desk.change(kind, by.session.id, now);
  return (await desk.sessions.endOthers(by.current.accessToken, now)) === 204;
}

type HolderCommand = Exclude<Command, { kind: 'log-in' | 'reset-password' }>;

function holderOf(before: Ledger['sessions'], command: HolderCommand): Holder | undefined {
  const session = pick(before, command.kind === 'refresh' ? command.session : command.by);
  const current = session?.tokens.at(-1);
  return session === undefined || current === undefined ? undefined : { session, current };
}

/** Runs one command; answers which of the sessions that stood before the batch it ended for certain. */
async function run(desk: ChangeDesk, ledger: Ledger, { command, now }: { command: Command; now: Date }) {
  const before = standingBefore(ledger);
  const ids = before.map(({ id }) => id);
  if (command.kind === 'log-in') return logIn(desk, ledger, now);
  if (command.kind === 'reset-password') return (await desk.resetPassword(now)) ? ids : [];
  const by = holderOf(before, command);
  if (by === undefined) return [];
  if (command.kind === 'refresh') return refresh(desk, by, now);
  if (command.kind === 'end') return end(desk, { by, id: pick(ids, command.session) }, now);
  return (await isEnding(desk, { by, kind: command.kind }, now)) ? ids.filter((id) => id !== by.session.id) : [];
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
        fc.array(fc.array(anyCommand, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 6 }),
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
