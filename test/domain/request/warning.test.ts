import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiveForPerson, receiveOwn } from '#domain/request/receipt.ts';
import { requestTypes, type DataRequest } from '#domain/request/request.ts';
import {
  dueFlagOf,
  readStepDetail,
  stepsOf,
  warnedAt,
  warningPercents,
  warnOf,
  writeStepDetail,
} from '#domain/request/warning.ts';

const ids = { playerId: 'p'.repeat(26), requestId: 'p'.repeat(26) + 'r'.repeat(26) };
const receipts = fc.record({
  type: fc.constantFrom(...requestTypes),
  jurisdiction: fc.constantFrom('ID', 'SG', 'IE'),
  now: fc.date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }),
  agoMilliseconds: fc.nat(90 * 86_400_000),
});

/** A request that came some time before it was written down. */
const pending = fc.record({ receipt: receipts }).map(({ receipt: { type, jurisdiction, now, agoMilliseconds } }) => {
  const receivedAt = new Date(now.getTime() - agoMilliseconds);
  const receipt = { ...ids, type, jurisdiction, receivedAt, channel: 'post' } as const;
  const decision = receiveForPerson(receipt, { caseReference: 'CASE-1', now });
  if (decision.outcome === 'refused') throw new Error(decision.problem);
  return { request: decision.result, now };
});

describe('the steps of a request', () => {
  it('are four warnings in order and the end of confirming, none of them in the past', () => {
    fc.assert(
      fc.property(pending, ({ request, now }) => {
        const steps = stepsOf(request, now);
        expect(steps.map(({ step }) => (step.kind === 'warning' ? step.percent : step.kind))).toEqual([
          ...warningPercents,
          'expiry',
        ]);
        for (const { at } of steps) expect(at.getTime()).toBeGreaterThan(now.getTime());
        const warnings = steps.slice(0, -1).map(({ at }) => at.getTime());
        expect(warnings).toEqual(warnings.toSorted((one, other) => one - other));
      }),
    );
  });

  it('come at their share of the time, and the last at the deadline', () => {
    fc.assert(
      fc.property(pending, ({ request }) => {
        expect(warnedAt(request, 100).toISOString()).toBe(request.dueAt);
        const before = new Date(Date.parse(request.dueAt) - 1);
        expect(dueFlagOf(request, before)).toBe('due-soon');
        expect(dueFlagOf(request, new Date(request.dueAt))).toBe('overdue');
        expect(dueFlagOf(request, new Date(warnedAt(request, 75).getTime() - 1))).toBe('on-track');
      }),
    );
  });

  it('are read as they were written, and sort by percent', () => {
    fc.assert(
      fc.property(pending, ({ request, now }) => {
        const details = stepsOf(request, now).map(({ step }) => writeStepDetail('r'.repeat(26), step));
        expect(details.map((detail) => readStepDetail(detail).step)).toEqual(
          stepsOf(request, now).map(({ step }) => step),
        );
        expect(details.slice(0, -1)).toEqual(details.slice(0, -1).toSorted());
      }),
    );
    expect(() => readStepDetail('something else')).toThrow('no known detail');
    expect(() => readStepDetail(`${'r'.repeat(26)}.060.1`)).toThrow('no known percent');
  });
});

describe('a warning', () => {
  const now = new Date('2026-03-02T08:00:00.000Z');
  const receipt = { ...ids, type: 'access', jurisdiction: 'ID', receivedAt: now, channel: 'self-service' } as const;
  const decision = receiveOwn(receipt, { primaryId: undefined, now });
  if (decision.outcome === 'refused') throw new Error(decision.problem);
  const request: DataRequest = decision.result;
  const { dueAt } = request;

  it('is given once, and marks the request', () => {
    const warned = warnOf(request, { percent: 75, dueAt });
    expect(warned?.request).toMatchObject({ warnedPercent: 75, version: request.version + 1 });
    for (const percent of [50, 75] as const)
      expect(warned && warnOf(warned.request, { percent, dueAt })).toBeUndefined();
    expect(warned && warnOf(warned.request, { percent: 90, dueAt })?.request.warnedPercent).toBe(90);
  });

  it('is not given of a deadline that was moved, or of what was answered', () => {
    expect(warnOf(request, { percent: 50, dueAt: '2026-03-03T08:00:00.000Z' })).toBeUndefined();
    for (const state of ['delivered', 'denied', 'revoked', 'expired', 'closed', 'duplicate'] as const)
      expect(warnOf({ ...request, state }, { percent: 100, dueAt })).toBeUndefined();
  });
});
