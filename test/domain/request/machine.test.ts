import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '#domain/decision.ts';
import {
  completeRequest,
  copySteps,
  denyRequest,
  endCollecting,
  extendRequest,
  revokeRequest,
  startCollecting,
  stepCopy,
} from '#domain/request/handling.ts';
import { confirmRequest, expireUnconfirmed, isPrimary, receiveForPerson, receiveOwn } from '#domain/request/receipt.ts';
import { everyCompletionCode, requestTypes, type DataRequest } from '#domain/request/request.ts';
import { isAnswered, isOver, mayMove, priorStatesOf, requestStates } from '#domain/request/states.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const receipt = { playerId: 'p'.repeat(26), requestId: 'p'.repeat(26) + 'r'.repeat(26), jurisdiction: 'IE' };

const made = (decision: Decision<DataRequest>): DataRequest => {
  if (decision.outcome === 'refused') throw new Error(decision.problem);
  return decision.result;
};

type Command = (request: DataRequest, now: Date) => Decision<DataRequest> | DataRequest | undefined;

const moves = fc.constantFrom(...(Object.keys(copySteps) as (keyof typeof copySteps)[]));
const command: fc.Arbitrary<Command> = fc.oneof(
  moves.map(
    (to): Command =>
      (request, now) =>
        stepCopy(request, to, now),
  ),
  fc.nat(3).map(
    (sources): Command =>
      (request, now) =>
        startCollecting(request, sources, now),
  ),
  fc.nat(2).map(
    (failed): Command =>
      (request, now) =>
        endCollecting(request, failed, now),
  ),
  fc.option(fc.constant('primary'), { nil: undefined }).map(
    (primaryId): Command =>
      (request, now) =>
        confirmRequest(request, { primaryId, now }),
  ),
  fc.constantFrom(...everyCompletionCode).map(
    (done): Command =>
      (request, now) =>
        completeRequest(request, { done, now }),
  ),
  fc.constantFrom<Command>(
    revokeRequest,
    (request, now) => denyRequest(request, { reason: 'no-match', words: new Uint8Array(), now }),
    (request, now) => extendRequest(request, { reason: 'complex-request', now }),
    (request, now) => expireUnconfirmed(request, now)?.request,
  ),
);

/** Every version of a request that a schedule of commands makes, oldest first. */
function played(first: DataRequest, schedule: readonly { run: Command; days: number }[]): DataRequest[] {
  const versions = [first];
  let now = start;
  for (const { run, days } of schedule) {
    now += days * 86_400_000;
    const seen = versions.at(-1) ?? first;
    const answer = run(seen, new Date(now));
    if (answer === undefined || ('outcome' in answer && answer.outcome === 'refused')) continue;
    versions.push('outcome' in answer ? answer.result : answer);
  }
  return versions;
}

const schedules = fc.array(fc.record({ run: command, days: fc.constantFrom(0, 1, 14) }), { maxLength: 40 });
const firsts = fc.record({ type: fc.constantFrom(...requestTypes), own: fc.boolean() }).map(({ type, own }) => {
  const now = new Date(start);
  const common = { ...receipt, type, receivedAt: now };
  return own
    ? made(receiveOwn({ ...common, channel: 'self-service' }, { primaryId: undefined, now }))
    : made(receiveForPerson({ ...common, channel: 'phone' }, { caseReference: 'CASE-1', now }));
});

/** Calls a check for each pair of versions that follow each other in any schedule. */
function always(check: (before: DataRequest, after: DataRequest) => void): void {
  fc.assert(
    fc.property(firsts, schedules, (first, schedule) => {
      const versions = played(first, schedule);
      for (const [at, after] of versions.slice(1).entries()) check(versions[at] ?? after, after);
    }),
    { numRuns: 600 },
  );
}

describe('a request, whatever happens to it', () => {
  it('is never ready, delivered or closed while a source failed or is missing', () => {
    always((_before, { state, sourcesOpen, sourcesFailed }) => {
      if (state === 'ready' || state === 'delivered' || state === 'closed')
        expect([sourcesOpen, sourcesFailed]).toEqual([0, 0]);
    });
  });

  it('is not closed before it was delivered, when it asks for a copy', () => {
    always((before, { type, state }) => {
      if (state === 'closed' && (type === 'access' || type === 'portability')) expect(before.state).toBe('delivered');
    });
  });

  it('stays over once it is over', () => {
    always(({ state }) => {
      expect(isOver(state)).toBe(false);
    });
  });

  it('counts every change and writes down every state', () => {
    always((before, after) => {
      expect(after.version).toBe(before.version + 1);
      expect(after.history.at(-1)?.state).toBe(after.state);
      expect(after.history.slice(0, before.history.length)).toEqual(before.history);
    });
  });

  it('stands in the way of another only when its person confirmed it', () => {
    always((_before, after) => {
      if (isPrimary(after)) expect(after.history.some(({ state }) => state === 'verified')).toBe(true);
      if (after.state === 'duplicate') expect(after.primaryId).toBe('primary');
    });
  });

  it('is extended once at most', () => {
    always((before, after) => {
      if (before.extension !== undefined) expect(after.extension).toEqual(before.extension);
      else if (before.dueAt !== after.dueAt) expect(after.extension?.previousDueAt).toBe(before.dueAt);
    });
  });
});

describe('the table of states', () => {
  it.each(['duplicate', 'denied', 'revoked', 'expired', 'closed'] as const)('lets nothing follow %s', (state) => {
    expect(isOver(state)).toBe(true);
    expect(isAnswered(state)).toBe(true);
    expect(requestStates.filter((to) => mayMove(state, to))).toEqual([]);
  });

  it('lets a failure be tried again or refused, and never be an answer', () => {
    expect(requestStates.filter((to) => mayMove('failed', to))).toEqual(['collecting', 'denied', 'revoked']);
  });

  it('lets a person revoke in every state before delivery that is not over', () => {
    const before = requestStates.filter((state) => !isAnswered(state));
    expect(priorStatesOf('revoked')).toEqual(before);
  });

  it('reaches every state from receipt', () => {
    const reached = new Set<string>(['received']);
    for (const from of requestStates.flatMap(() => requestStates))
      if (reached.has(from)) for (const to of requestStates) if (mayMove(from, to)) reached.add(to);
    expect([...reached].toSorted()).toEqual(requestStates.toSorted());
  });
});
