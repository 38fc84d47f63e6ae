import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openNotifications } from '#stores/notifications.ts';
import { openTokens } from '#stores/tokens.ts';
import { startRegistration, type StartedRegistration } from '#test/support/announced-people.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { sendUnderFault, troublesOf, type Aftermath, type Trouble } from '#test/support/mail-faults.ts';
import type { Delivering } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
let converged = 0;
let tried = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
});
afterEach(() => vi.useRealTimers());
afterAll(() => process.stdout.write(`Verification mails under faults: ${converged} of ${tried} converged\n`));

async function sendWith(trouble: Trouble & Delivering) {
  let started: StartedRegistration | undefined;
  const aftermath = await sendUnderFault(
    services,
    async () => {
      started = await startRegistration();
    },
    trouble,
  );
  return { started: started!, ...aftermath };
}

/** What must be so in the end, whatever went wrong: one mail, delivered, noted, with a link that works. */
async function expectConverged({ started, dead }: Aftermath & { started: StartedRegistration }): Promise<void> {
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

vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
const clean = await sendWith({ at: 0, fault: 'none' });
vi.useRealTimers();

describe('One verification mail goes out, once, and its link works', () => {
  it('when nothing goes wrong', async () => expectConverged(clean));

  it.each([
    ...troublesOf('throttle', clean.calls),
    ...troublesOf('crash-before', clean.calls),
    ...troublesOf('crash-after', clean.calls),
    ...troublesOf('unavailable-after', clean.calls),
  ])('when call $at, $operation, meets $fault', async (trouble) => {
    await expectConverged(await sendWith(trouble));
  });

  it.each(troublesOf('crash-after', clean.calls))(
    'when everything comes twice and call $at, $operation, meets $fault',
    async (trouble) => {
      await expectConverged(await sendWith({ ...trouble, twice: true }));
    },
  );
});
