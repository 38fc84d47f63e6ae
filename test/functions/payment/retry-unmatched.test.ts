import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#functions/payment/retry-unmatched.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openPaymentEvents } from '#stores/payment-events.ts';
import { tick } from '#test/support/handler-calls.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});
beforeEach(() => services.reset());

/** Keeps a confirmation without a deposit as a webhook did some hours ago; all of them in one shard. */
async function keepWaiting(content: unknown, hoursAgo: number): Promise<string> {
  const receivedAt = new Date(Date.now() - hoursAgo * 3_600_000);
  const key = await openSubjectKeys().openOrCreate(`unmatched-${newId()}`, 'financial', receivedAt);
  const event = { processor: 'dana', webhookId: newId(), bodyHash: '0' };
  const write = openPaymentEvents().waiting(event, { confirmation: JSON.stringify(content), key }, receivedAt);
  await documentClient().send(new TransactWriteCommand({ TransactItems: [write] }));
  return event.webhookId;
}

const placesOf = async (webhookId: string) =>
  (await services.scan('payments')).filter((row) => row['webhookId'] === webhookId).map(({ pk }) => String(pk));

describe('the retry of confirmations', () => {
  it('parks what found no deposit for a day, although another confirmation fails', async () => {
    const failing = await keepWaiting({ type: 'of-an-older-version' }, 30);
    const data = { paymentReference: newId(), amountMinor: 1, currency: 'IDR', transferConfirmation: 'T1' };
    const confirmation = { type: 'payment.confirmed', data: { ...data, confirmedAt: new Date().toISOString() } };
    const parked = await keepWaiting(confirmation, 25);
    await expect(tick(handler)).rejects.toThrow('SCHEDULED_WORK_FAILED');
    expect((await placesOf(parked)).map((place) => place.split('#')[0])).toEqual(['parked']);
    expect((await placesOf(failing)).map((place) => place.split('#')[0])).toEqual(['unmatched']);
  });
});
