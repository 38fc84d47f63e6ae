import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openNotifications } from '#stores/notifications.ts';
import { openTokens } from '#stores/tokens.ts';
import { startRegistration } from '#test/support/announced-people.ts';
import { openHandlerServices, type Fault } from '#test/support/handler-services.ts';
import { openMailPipeline, type Delivering } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
let converged = 0;
let tried = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
});
afterEach(() => vi.useRealTimers());
afterAll(() => process.stdout.write(`Sending under faults: ${converged} of ${tried} converged\n`));

/** Sends one mail through the whole pipeline while one call goes wrong, then lets time and sweeps do their work. */
async function sendWith(at: number, fault: Fault, delivering: Delivering = {}) {
  const pipeline = openMailPipeline(services);
  const started = await startRegistration();
  services.reset();
  services.meddle = (call) => (call === at ? fault : 'none');
  await pipeline.settle(delivering);
  const calls = [...services.calls];
  for (const minutes of [2, 11, 11]) {
    vi.setSystemTime(Date.now() + minutes * 60_000);
    await pipeline.sweep(delivering);
  }
  services.reset();
  return { started, calls, dead: pipeline.dead };
}

/** What must be so in the end, whatever went wrong: one mail, delivered, noted, with a link that works. */
async function expectConverged({ started, dead }: Awaited<ReturnType<typeof sendWith>>): Promise<void> {
  tried += 1;
  const mails = services.ses.mails({ to: started.email });
  expect(mails).toHaveLength(1);
  const { eventId, registrationId: recipient } = started;
  const delivery = await openNotifications().find({ eventId, recipient });
  expect(delivery).toMatchObject({ state: 'delivered' });
  expect(delivery?.decideAfter).toBeUndefined();
  const token = /#([\w-]{43})/.exec(mails[0]?.text ?? '')?.[1] ?? '';
  const grant = await openTokens().find(token, 'registration-verification', new Date());
  expect(grant?.recordId).toBe(started.registrationId);
  const row = (await services.scan('outbox')).find(({ pk }) => pk === started.eventId);
  expect(row?.['relayedAt']).toBeDefined();
  expect(row?.['unrelayedShard']).toBeUndefined();
  expect(dead).toEqual([]);
  converged += 1;
}

const clean = await sendWith(0, 'none');
const casesOf = (fault: Fault) => clean.calls.map((operation, index) => ({ fault, at: index + 1, operation }));

describe('One mail goes out, once, and its link works', () => {
  it('when nothing goes wrong', async () => expectConverged(clean));

  it.each([
    ...casesOf('throttle'),
    ...casesOf('crash-before'),
    ...casesOf('crash-after'),
    ...casesOf('unavailable-after'),
  ])('when call $at, $operation, meets $fault', async ({ at, fault }) => {
    await expectConverged(await sendWith(at, fault));
  });

  it.each(casesOf('crash-after'))(
    'when everything comes twice and call $at, $operation, meets $fault',
    async ({ at, fault }) => {
      await expectConverged(await sendWith(at, fault, { twice: true }));
    },
  );
});
