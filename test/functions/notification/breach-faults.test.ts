import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { documentClient } from '#stores/clients.ts';
import { openDeliveryLists } from '#stores/delivery-lists.ts';
import { newId } from '#stores/ids.ts';
import { openNotifications } from '#stores/notifications.ts';
import { announce, openAccount, startRegistration } from '#test/support/announced-people.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { sendUnderFault, troublesOf, type Trouble } from '#test/support/mail-faults.ts';
import type { Delivering } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
let converged = 0;
let tried = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
});
afterEach(() => vi.useRealTimers());
afterAll(() => process.stdout.write(`Breach notices under faults: ${converged} of ${tried} converged\n`));

const put = (Item: Record<string, unknown>) =>
  documentClient().send(new PutCommand({ TableName: 'breaches', Item: { schemaVersion: 1, ...Item } }));

/** Records a breach that concerns one player, whose registration mail is long sent. */
async function affectOnePlayer() {
  const started = await startRegistration();
  const playerId = await openAccount(started);
  const breachId = newId();
  const words = { whatOccurred: 'Stolen.', whatWasDone: 'Locked.', whatYouCanDo: 'Beware.' };
  await put({ pk: breachId, sk: 'notice', texts: { en: words, id: words }, listId: 'list' });
  await put({ pk: breachId, sk: `affected#${playerId}`, exposedFields: ['email'], listId: 'list', state: 'queued' });
  return { playerId, breachId, email: started.email };
}

/** Sends one breach notice while one call goes wrong; in the end the person was told exactly once, and it is counted. */
async function tellUnderFault(trouble: Trouble & Delivering): Promise<readonly string[]> {
  tried += 1;
  const { playerId, breachId, email } = await affectOnePlayer();
  let eventId = '';
  const { calls, dead } = await sendUnderFault(
    services,
    async () => {
      [eventId = ''] = await announce([{ type: 'breach-notice', subjectId: playerId, recordId: breachId }]);
    },
    trouble,
  );
  expect(services.ses.mails({ to: email })).toHaveLength(1);
  expect(await openNotifications().find({ eventId, recipient: playerId })).toMatchObject({ state: 'delivered' });
  expect(await openDeliveryLists().tally(breachId)).toMatchObject({ delivered: 1, sending: 0, waiting: 0, sent: 0 });
  const row = (await services.scan('breaches')).find(({ pk, sk }) => pk === breachId && sk === `affected#${playerId}`);
  expect(row?.['state']).toBe('delivered');
  expect(dead).toEqual([]);
  converged += 1;
  return calls;
}

vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
const calls = await tellUnderFault({ at: 0, fault: 'none' });
vi.useRealTimers();

describe('One person is told of a breach once, and it is counted', () => {
  it.each([...troublesOf('throttle', calls), ...troublesOf('crash-after', calls)])(
    'when call $at, $operation, meets $fault',
    async (trouble) => {
      await tellUnderFault(trouble);
    },
  );

  it.each(troublesOf('crash-after', calls))(
    'when everything comes twice and call $at, $operation, meets $fault',
    async (trouble) => {
      await tellUnderFault({ ...trouble, twice: true });
    },
  );
});
