import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler as buildList } from '#functions/breach/build-list.ts';
import { handler as sendNotices } from '#functions/breach/send-notices.ts';
import { handler as sweep } from '#functions/breach/sweep.ts';
import { tick } from '#test/support/handler-calls.ts';
import { openHandlerServices, type Fault } from '#test/support/handler-services.ts';
import { beginSending, draftBreach, hireOfficers, putPlayer, showBreach, workOne } from './breach-case.ts';

const services = await openHandlerServices();
const playerIds: string[] = [];
let officers: Awaited<ReturnType<typeof hireOfficers>>;
let converged = 0;
let tried = 0;

/** Two pages of announcing. */
const peopleCount = 31;
const faults = ['throttle', 'crash-after', 'unavailable-after'] as const;

beforeAll(async () => {
  officers = await hireOfficers();
  for (let count = 0; count < peopleCount; count += 1) playerIds.push(await putPlayer(new Date()));
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
});
afterEach(() => vi.useRealTimers());
afterAll(() => process.stdout.write(`Breach jobs under faults: ${converged} of ${tried} converged\n`));

const jobs = {
  building: { queue: 'breach-list', handler: buildList, milliseconds: 22_000 },
  announcing: { queue: 'breach-notice', handler: sendNotices, milliseconds: 22_000 },
};

/** Works a job to its end while one call goes wrong; what its queue lost, the sweep brings back. */
async function workWith(source: (typeof jobs)['building'], at: number, fault: Fault): Promise<string[]> {
  services.reset();
  services.meddle = (call) => (call === at ? fault : 'none');
  const drain = async () => {
    while ((await workOne(services, source)) !== 'nothing');
  };
  await drain();
  const calls = [...services.calls];
  for (let round = 0; round < 2; round += 1) {
    vi.setSystemTime(Date.now() + 4 * 60_000);
    await tick(sweep).catch(() => undefined);
    await drain();
  }
  services.reset();
  return calls;
}

const draft = (people = playerIds) => draftBreach(officers.author, { kind: 'people', playerIds: people });
const rowsOfList = async (breachId: string) =>
  (await services.scan('breaches')).filter(({ pk, sk }) => pk === breachId && String(sk).startsWith('affected#'));

/** Runs a case for every call and every fault; `run` answers what must be the same as without any fault. */
async function disturb(run: (at: number, fault: Fault) => Promise<{ calls: string[]; outcome: unknown }>) {
  const clean = await run(0, 'none');
  expect(clean.calls.length).toBeGreaterThan(4);
  for (const fault of faults) {
    for (let at = 1; at <= clean.calls.length; at += 1) {
      tried += 1;
      const { outcome } = await run(at, fault);
      expect({ fault, at, call: clean.calls[at - 1], outcome }).toEqual({
        fault,
        at,
        call: clean.calls[at - 1],
        outcome: clean.outcome,
      });
      converged += 1;
    }
  }
}

describe('whatever goes wrong with one call', () => {
  it('building gives the same list with the same hash', async () => {
    await disturb(async (at, fault) => {
      const breachId = await draft(playerIds.slice(0, 2));
      const calls = await workWith(jobs.building, at, fault);
      return { calls, outcome: (await showBreach(officers.author, breachId)).list };
    });
  }, 60_000);

  it('announcing makes one event per person', async () => {
    await disturb(async (at, fault) => {
      const breachId = await draft();
      await workWith(jobs.building, 0, 'none');
      await beginSending(officers, breachId);
      const calls = await workWith(jobs.announcing, at, fault);
      const told = (await services.scan('outbox')).filter(({ recordId }) => recordId === breachId);
      const states = new Set((await rowsOfList(breachId)).map(({ state }) => state));
      const people = new Set(told.map(({ subjectId }) => subjectId)).size;
      return { calls, outcome: { events: told.length, people, states: [...states] } };
    });
  }, 60_000);
});
