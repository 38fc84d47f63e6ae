import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler as announce } from '#functions/policy/announce.ts';
import { handler as approve } from '#functions/policy/approve.ts';
import { handler as sweep } from '#functions/policy/sweep.ts';
import type { QueueHandler } from '#functions/edge/queue.ts';
import { forgetRows } from '#test/support/forget-rows.ts';
import { deliver, tick } from '#test/support/handler-calls.ts';
import { openHandlerServices, type Fault } from '#test/support/handler-services.ts';
import { approveAs, hireOfficer, proposeDirectly, putAccount } from './policy-case.ts';

const services = await openHandlerServices();
const faults = ['throttle', 'crash-after', 'unavailable-after'] as const;
let officer: string;
let version = 0;
let tried = 0;
let converged = 0;
const people: { ID: string[]; IE: string[] } = { ID: [], IE: [] };

/** Other files leave accounts and announcements, which a version would be told to and counted among ours. */
const forgetOthers = () => forgetRows(services, ['players', 'holdings', 'outbox', 'policies', 'jobs', 'notifications']);

beforeAll(async () => {
  forgetOthers();
  officer = await hireOfficer();
  // Enough that one shard at least takes two pages.
  for (let count = 0; count < 36; count += 1) people.ID.push(await putAccount(new Date(Date.now() - count * 1000)));
  people.IE.push(await putAccount(new Date(), { jurisdiction: 'IE' }));
  await putAccount(new Date(), { state: 'closed' });
}, 30_000);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
});
afterEach(() => vi.useRealTimers());
afterAll(() => process.stdout.write(`Policy announcements under faults: ${converged} of ${tried} converged\n`));

/** Takes one message off the queue and has it worked. */
async function workOne(handler: QueueHandler): Promise<boolean> {
  const QueueUrl = services.sqs.urlOf('policy-announcement');
  const received = (await services.sqs.handle('ReceiveMessage', { QueueUrl })) as {
    Messages?: { Body: string; ReceiptHandle: string }[];
  };
  const [message] = received.Messages ?? [];
  if (message === undefined) return false;
  await services.sqs.handle('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
  await deliver(handler, JSON.parse(message.Body));
  return true;
}

async function drain(): Promise<void> {
  while (await workOne(announce));
}

/** Publishes one version more and has everybody told while one call goes wrong; the sweep brings back what was lost. */
async function publishWith(kind: 'material' | 'minor', at: number, fault: Fault) {
  version += 1;
  await proposeDirectly(kind, { version, basedOn: version - 1, now: new Date() });
  services.reset();
  services.meddle = (call) => (call === at ? fault : 'none');
  const statuses = [await approveAs(officer, approve, { version, now: new Date() })];
  if ((statuses[0] ?? 0) >= 500) statuses.push(await approveAs(officer, approve, { version, now: new Date() }));
  // 409: the first try was done and only its answer was lost.
  expect([200, 409]).toContain(statuses.at(-1));
  if (kind === 'minor') vi.setSystemTime(Date.now() + 3_601_000);
  if (kind === 'minor') await tick(sweep).catch(() => undefined);
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

/** What became of the newest version: the same whatever went wrong. */
async function outcome() {
  const accounts = (await services.scan('players')).filter(({ sk }) => sk === 'account');
  const events = (await services.scan('outbox')).filter(({ recordId }) => recordId === String(version));
  const jobs = await services.scan('jobs');
  const job = jobs.find(({ pk }) => pk === `policy-announcement#${version}`);
  const marked = (name: string) => accounts.filter((account) => account[name] === version).length;
  return {
    events: events.length,
    told: new Set(events.map(({ subjectId }) => subjectId)).size,
    mailed: marked('policyMailed'),
    consentDue: marked('policyConsentDue'),
    toAcknowledge: marked('policyToAcknowledge'),
    job: { state: job?.['state'], visited: job?.['visitedCount'], mailed: job?.['mailedCount'] },
    open: jobs.filter(({ pk }) => pk === 'policy-work').length,
  };
}

const everybody = 37;
/** Approving, and the first pages: of the others every write is tried, where what is lost is more than a moment. */
const firstCalls = 12;
const isWriteToTry = (call: string, { kind, fault }: { kind: string; fault: Fault }) =>
  kind === 'material' && fault !== 'throttle' && call.endsWith('TransactWriteItems');

describe('whatever goes wrong with one call', () => {
  it.each([
    ['material', { events: 37, told: 37, mailed: 37, consentDue: 36, toAcknowledge: 0 }],
    ['minor', { events: 0, told: 0, mailed: 0, consentDue: 0, toAcknowledge: 37 }],
  ] as const)(
    'a %s version reaches every open account exactly once',
    async (kind, expected) => {
      expect(people.ID.length + people.IE.length).toBe(everybody);
      const cleanCalls = await publishWith(kind, 0, 'none');
      const clean = await outcome();
      expect(clean).toMatchObject({ ...expected, job: { state: 'done', visited: everybody }, open: 0 });
      expect(cleanCalls.filter((call) => call.endsWith('TransactWriteItems')).length).toBeGreaterThan(16);
      for (const fault of faults) {
        for (let at = 1; at <= cleanCalls.length; at += 1) {
          const call = cleanCalls[at - 1] ?? '';
          if (at > firstCalls && !isWriteToTry(call, { kind, fault })) continue;
          tried += 1;
          await publishWith(kind, at, fault);
          expect({ fault, at, call, outcome: await outcome() }).toEqual({ fault, at, call, outcome: clean });
          converged += 1;
        }
      }
    },
    240_000,
  );
});

describe('telling people', () => {
  it('passes over who came after the approval, and who closed the account', async () => {
    await publishWith('material', 0, 'none');
    const late = await putAccount(new Date(Date.now() + 1000));
    await deliver(announce, { version: String(version) });
    const rows = await services.scan('players');
    expect(rows.find(({ pk }) => pk === late)?.['policyMailed']).toBeUndefined();
    expect(rows.filter(({ state, policyMailed }) => state === 'closed' && policyMailed !== undefined)).toEqual([]);
  });

  it('keeps the earlier day when a second version comes before the first was consented to', async () => {
    const [first = ''] = people.ID;
    const dueOf = async () => (await services.scan('players')).find(({ pk, sk }) => pk === first && sk === 'account');
    await publishWith('material', 0, 'none');
    const from = (await dueOf())?.['policyConsentDueFrom'];
    vi.setSystemTime(Date.now() + 60 * 60_000);
    await publishWith('material', 0, 'none');
    expect(await dueOf()).toMatchObject({ policyConsentDue: version, policyConsentDueFrom: from });
  });
});
