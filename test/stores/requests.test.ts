import { beforeAll, describe, expect, it } from 'vitest';
import { endCollecting, extendRequest, revokeRequest, startCollecting, stepCopy } from '#domain/request/handling.ts';
import { confirmRequest, receiveForPerson, receiveOwn } from '#domain/request/receipt.ts';
import { requestIdFrom } from '#domain/request/request-id.ts';
import type { DataRequest, RequestType } from '#domain/request/request.ts';
import type { Decision } from '#domain/decision.ts';
import type { Write } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openRequests } from '#stores/requests.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

const now = new Date('2026-06-01T10:00:00.000Z');
const after = (days: number) => new Date(now.getTime() + days * 86_400_000);
const requests = openRequests();

const commit = (writes: readonly Write[]) =>
  openLedger().commit({ writes, audit: [], actor: { kind: 'visitor', requestId: 'request' }, now });

function resultOf(decision: Decision<DataRequest>): DataRequest {
  if (decision.outcome === 'refused') throw new Error(decision.problem);
  return decision.result;
}

interface Made {
  playerId?: string;
  type?: RequestType;
  primaryId?: string | undefined;
  at?: Date;
}

const ownOf = ({ playerId = newId(), type = 'access', primaryId, at = now }: Made = {}) => {
  const receipt = { playerId, requestId: requestIdFrom(playerId, at, newId()), jurisdiction: 'IE', receivedAt: at };
  return resultOf(receiveOwn({ ...receipt, type, channel: 'self-service' }, { primaryId, now: at }));
};

async function kept(request: DataRequest): Promise<DataRequest> {
  await commit(requests.receiving(request));
  return request;
}

async function moved(seen: DataRequest, decision: Decision<DataRequest>): Promise<DataRequest> {
  const next = resultOf(decision);
  await commit(requests.moving(seen, next));
  return next;
}

describe('a request', () => {
  it('is found as it was kept, with sealed bytes, and by its own id only', async () => {
    const request = await kept({ ...ownOf({ type: 'correction' }), text: new Uint8Array([1, 2, 3]) });
    expect(await requests.find(request.requestId)).toEqual(request);
    expect(await requests.find(requestIdFrom(request.playerId, now, newId()))).toBeUndefined();
  });

  it('is verified once per person and type, however many come at once', async () => {
    const playerId = newId();
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => kept(ownOf({ playerId }))));
    const first = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(first).toHaveLength(1);
    expect(await requests.primaryOf(playerId, 'access')).toBe(first[0]?.requestId);
    await kept(ownOf({ playerId, type: 'portability' }));
    await kept(ownOf({ playerId, primaryId: first[0]?.requestId }));
    expect(await requests.primaryOf(playerId, 'access')).toBe(first[0]?.requestId);
  });

  it('gives its type free when it is over or delivered', async () => {
    const playerId = newId();
    const first = await kept(ownOf({ playerId }));
    await moved(first, revokeRequest(first, now));
    expect(await requests.primaryOf(playerId, 'access')).toBeUndefined();
    const second = await kept(ownOf({ playerId, at: after(1) }));
    const collecting = await moved(second, startCollecting(second, 2, now));
    const review = await moved(collecting, endCollecting(collecting, 0, now));
    const ready = await moved(review, stepCopy(review, 'ready', now));
    expect(await requests.primaryOf(playerId, 'access')).toBe(second.requestId);
    const delivered = await moved(ready, stepCopy(ready, 'delivered', now));
    expect(await requests.primaryOf(playerId, 'access')).toBeUndefined();
    await kept(ownOf({ playerId, at: after(2) }));
    const closed = await moved(delivered, stepCopy(delivered, 'closed', now));
    expect(await requests.find(second.requestId)).toEqual(closed);
  });

  it('that waits for its person claims nothing until it is confirmed', async () => {
    const playerId = newId();
    const receipt = { playerId, requestId: requestIdFrom(playerId, now, newId()), jurisdiction: 'IE', receivedAt: now };
    const pending = await kept(
      resultOf(receiveForPerson({ ...receipt, type: 'access', channel: 'post' }, { caseReference: 'CASE-1', now })),
    );
    expect(await requests.primaryOf(playerId, 'access')).toBeUndefined();
    const verified = await moved(pending, confirmRequest(pending, { primaryId: undefined, now }));
    expect(await requests.primaryOf(playerId, 'access')).toBe(verified.requestId);
  });
});

describe('the store', () => {
  it('keeps one of two changes made at once', async () => {
    const request = await kept(ownOf());
    const changes = [revokeRequest(request, now), extendRequest(request, { reason: 'many-requests', now })];
    const tries = await Promise.allSettled(changes.map((change) => moved(request, change)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses a state that may not follow, whatever the domain says', async () => {
    const request = await kept(ownOf());
    const next = (state: DataRequest['state']): DataRequest => ({ ...request, state, version: 2 });
    for (const state of ['ready', 'delivered', 'review', 'failed', 'expired', 'closed'] as const)
      await expect(commit(requests.moving(request, next(state)))).rejects.toThrow(Conflict);
    expect(await requests.find(request.requestId)).toEqual(request);
  });

  it('refuses an answer while a source failed, whatever the domain says', async () => {
    const request = await kept(ownOf());
    const collecting = await moved(request, startCollecting(request, 2, now));
    const review: DataRequest = { ...collecting, state: 'review', version: 3, sourcesOpen: 0, sourcesFailed: 1 };
    await commit(requests.moving(collecting, review));
    const ready: DataRequest = { ...review, state: 'ready', version: 4, sourcesFailed: 0 };
    await expect(commit(requests.moving(review, ready))).rejects.toThrow(Conflict);
  });

  it('lists the requests of one person, latest first, page by page', async () => {
    const playerId = newId();
    const made: string[] = [];
    for (let day = 0; day < 5; day += 1) {
      const request = await kept(ownOf({ playerId, at: after(day), primaryId: 'p' }));
      made.unshift(request.requestId);
    }
    await kept(ownOf({ type: 'access' }));
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await requests.page(playerId, { after: cursor, limit: 2 });
      found.push(...page.requests.map(({ requestId }) => requestId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found).toEqual(made);
    expect(await requests.page(newId(), { limit: 2 })).toEqual({ requests: [], cursor: undefined });
  });

  it('queues what waits by deadline, page by page, and nothing that was answered', async () => {
    const types = ['deletion', 'access', 'objection'] as const;
    const waiting = await Promise.all(types.map((type, at) => kept(ownOf({ type, at: after(10 - at) }))));
    const revoked = await kept(ownOf());
    await moved(revoked, revokeRequest(revoked, now));
    const found: string[] = [];
    let place: DataRequest | undefined;
    for (;;) {
      const page = await requests.queue({ after: place, limit: 2 });
      found.push(...page.map(({ requestId }) => requestId));
      place = page.at(-1);
      if (place === undefined) break;
    }
    const ids = new Set(waiting.map(({ requestId }) => requestId));
    const byDeadline = waiting.toSorted((one, other) => one.dueAt.localeCompare(other.dueAt));
    expect(found.filter((id) => ids.has(id))).toEqual(byDeadline.map(({ requestId }) => requestId));
    expect(found).not.toContain(revoked.requestId);
    expect(new Set(found).size).toBe(found.length);
  });
});
