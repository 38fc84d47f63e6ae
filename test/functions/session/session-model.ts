import { expect } from 'vitest';
import type { GivenTokens, SessionDesk } from './session-desk.ts';

const minutes = 60_000;
const days = 86_400_000;

/** What one login has given out and what of it must still be accepted. Written from the promise, not from the code. */
export interface ModelSession {
  id: string;
  begunAt: number;
  refreshedAt: number;
  accessGivenAt: number;
  isEnded: boolean;
  current: GivenTokens;
  /** The refresh token that was replaced last, while its successor was not used. */
  predecessor: string | undefined;
  endedAccess: string[];
  endedRefresh: string[];
}

/** All sessions of a player. */
export interface SessionModel {
  now: number;
  sessions: ModelSession[];
}

const isLive = ({ isEnded, refreshedAt, begunAt }: ModelSession, now: number) =>
  !isEnded && now < refreshedAt + 30 * days && now < begunAt + 90 * days;

const isAccessLive = (session: ModelSession, now: number) =>
  isLive(session, now) && now < session.accessGivenAt + 30 * minutes;

function hold(session: ModelSession, given: GivenTokens, now: number): void {
  session.endedAccess.push(session.current.accessToken);
  session.current = given;
  session.accessGivenAt = now;
}

/** The steps of a schedule; each does one thing, checks the answer, and remembers what must follow. */
export type Step =
  | { kind: 'log-in' }
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'refresh'; session: number }
  | { kind: 'replay'; session: number; age: number }
  | { kind: 'use-ended'; session: number; age: number }
  | { kind: 'end'; by: number; session: number }
  | { kind: 'end-others'; by: number }
  | { kind: 'move-valid-from' };

const pick = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length];

async function refresh(model: SessionModel, desk: SessionDesk, session: ModelSession): Promise<void> {
  const presented = session.current.refreshToken;
  const { status, tokens } = await desk.refresh(presented, new Date(model.now));
  expect(status).toBe(isLive(session, model.now) ? 201 : 401);
  if (tokens === undefined) return;
  hold(session, tokens, model.now);
  if (session.predecessor !== undefined) session.endedRefresh.push(session.predecessor);
  session.predecessor = presented;
  session.refreshedAt = model.now;
}

/** A replaced token: the last one within half a minute is a retry, everything else ends the session. */
async function replay(model: SessionModel, desk: SessionDesk, step: { session: ModelSession; age: number }) {
  const { session, age } = step;
  const replaced = [...(session.predecessor === undefined ? [] : [session.predecessor]), ...session.endedRefresh];
  const presented = pick(replaced, age);
  if (presented === undefined) return;
  const isRetry = presented === session.predecessor && model.now < session.refreshedAt + 30_000;
  const { status, tokens } = await desk.refresh(presented, new Date(model.now));
  expect(status).toBe(isRetry && isLive(session, model.now) ? 201 : 401);
  if (tokens === undefined) {
    if (isLive(session, model.now)) session.isEnded = true;
    return;
  }
  session.endedRefresh.push(session.current.refreshToken);
  hold(session, tokens, model.now);
}

async function end(
  model: SessionModel,
  desk: SessionDesk,
  step: { by: ModelSession; session: ModelSession },
): Promise<void> {
  const { by, session } = step;
  const status = await desk.end(by.current.accessToken, session.id, new Date(model.now));
  if (!isAccessLive(by, model.now)) {
    expect(status).toBe(401);
    return;
  }
  // What ended by time or together with others may still lie there; ending it again changes nothing.
  if (isLive(session, model.now)) expect(status).toBe(204);
  else expect([204, 404]).toContain(status);
  session.isEnded = true;
}

async function endOthers(model: SessionModel, desk: SessionDesk, by: ModelSession): Promise<void> {
  const status = await desk.endOthers(by.current.accessToken, new Date(model.now));
  expect(status).toBe(isAccessLive(by, model.now) ? 204 : 401);
  if (status === 204) for (const session of model.sessions) session.isEnded ||= session !== by;
}

async function useEnded(model: SessionModel, desk: SessionDesk, step: { session: ModelSession; age: number }) {
  const ended = pick(step.session.endedAccess, step.age);
  if (ended !== undefined) expect(await desk.list(ended, new Date(model.now))).toBeUndefined();
}

async function begin(model: SessionModel, desk: SessionDesk): Promise<void> {
  const current = await desk.logIn(new Date(model.now));
  const at = { begunAt: model.now, refreshedAt: model.now, accessGivenAt: model.now };
  const nothing = { predecessor: undefined, endedAccess: [], endedRefresh: [] };
  model.sessions.push({ id: current.sessionId, ...at, isEnded: false, current, ...nothing });
}

/** Takes one step and checks what the platform answered. Every step comes at a moment of its own. */
export async function take(model: SessionModel, desk: SessionDesk, step: Step): Promise<void> {
  model.now += 1;
  switch (step.kind) {
    case 'wait':
      model.now += step.milliseconds;
      return;
    case 'log-in':
      return begin(model, desk);
    case 'move-valid-from':
      for (const session of model.sessions) session.isEnded = true;
      return desk.moveValidFrom(new Date(model.now));
    case 'end':
    case 'end-others':
      return takeAsPlayer(model, desk, step);
    case 'refresh':
    case 'replay':
    case 'use-ended':
      return takeWithTokens(model, desk, step);
  }
}

type PlayerStep = Extract<Step, { by: number }>;

async function takeAsPlayer(model: SessionModel, desk: SessionDesk, step: PlayerStep): Promise<void> {
  const by = pick(model.sessions, step.by);
  if (by === undefined) return;
  if (step.kind === 'end-others') return endOthers(model, desk, by);
  const session = pick(model.sessions, step.session);
  if (session !== undefined) await end(model, desk, { by, session });
}

type TokenStep = Extract<Step, { kind: 'refresh' | 'replay' | 'use-ended' }>;

async function takeWithTokens(model: SessionModel, desk: SessionDesk, step: TokenStep): Promise<void> {
  const session = pick(model.sessions, step.session);
  if (session === undefined) return;
  if (step.kind === 'refresh') return refresh(model, desk, session);
  const tried = { session, age: step.age };
  return step.kind === 'replay' ? replay(model, desk, tried) : useEnded(model, desk, tried);
}

/** Tries every token that was ever given out: the current ones of live sessions are accepted, no other is. */
export async function tryEveryToken(model: SessionModel, desk: SessionDesk): Promise<void> {
  model.now += 1;
  const live = new Set(model.sessions.filter((session) => isLive(session, model.now)).map(({ id }) => id));
  for (const session of model.sessions) {
    const now = new Date(model.now);
    const listed = await desk.list(session.current.accessToken, now);
    if (isAccessLive(session, model.now)) expect(new Set(listed)).toEqual(live);
    else expect(listed).toBeUndefined();
    for (const token of session.endedAccess) expect(await desk.list(token, now)).toBeUndefined();
  }
  for (const session of model.sessions) {
    await refresh(model, desk, session);
    for (const token of session.endedRefresh) expect((await desk.refresh(token, new Date(model.now))).status).toBe(401);
    if (session.endedRefresh.length > 0) session.isEnded = true;
    await refresh(model, desk, session);
  }
}
