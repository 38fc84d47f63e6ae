// POST /v1/webhooks/payments/{processor}
import { refused, type Refused } from '#domain/decision.ts';
import { confirmationUnmatched } from '#domain/payment/record.ts';
import {
  confirmationSchema,
  keepableConfirmation,
  keepableDetails,
  type Confirmation,
} from '#domain/payment/webhook.ts';
import { answer } from '#functions/edge/contract.ts';
import type { HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { webhookHttp, type WebhookRequest } from '#functions/edge/webhook.ts';
import type { Actor } from '#stores/commitment.ts';
import { openDeposits } from '#stores/deposits.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import {
  openPaymentEvents,
  unmatchedSubjectOf,
  type PaymentEvent,
  type PaymentEvents,
} from '#stores/payment-events.ts';
import { openPlayers } from '#stores/players.ts';
import { regionSettings } from '#stores/settings.ts';
import { openWallets } from '#stores/wallets.ts';
import { receiveWebhookContract } from './contract.ts';
import { settle, type SettleStores } from './settle.ts';
import { isAuthentic } from './webhook-signature.ts';

/** The stores a webhook uses. */
export type ReceiveWebhookStores = SettleStores & { events: PaymentEvents };

const received = () => answer(202, { received: true as const });

/**
 * Takes a processor's confirmation. Whoever cannot prove to be the processor learns nothing; an authentic event is
 * never lost: it settles its deposit, or it waits sealed until the deposit is there.
 */
export function receiveWebhook(stores: ReceiveWebhookStores): HttpHandler {
  return webhookHttp(receiveWebhookContract, async (request) => {
    const { processor } = request.path;
    if (!authentic(request)) return refuse('signature-or-time', request.requestId);
    const event = { processor, webhookId: request.headers['webhook-id'] ?? '', bodyHash: request.bodyHash };
    const consumed = await stores.events.consumedBodyHash(event);
    if (consumed !== undefined && consumed !== event.bodyHash) return refuse('replay', request.requestId);
    if (consumed !== undefined) return received();

    const confirmation = confirmationSchema.safeParse(jsonOf(request.body)).data;
    if (confirmation === undefined) return refused('validation-failed');
    await take(stores, { event, confirmation, request });
    return received();
  });
}

function authentic({ path, headers, body, now }: WebhookRequest<typeof receiveWebhookContract>): boolean {
  const keys = regionSettings().processors[path.processor]?.publicKeys ?? [];
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name],
  );
  return isAuthentic({ id, timestamp, signature, body }, keys, now);
}

function refuse(state: 'signature-or-time' | 'replay', requestId: string): Refused {
  logEvent('WEBHOOK_REFUSED', { requestId, state });
  return refused('webhook-refused');
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function take(
  stores: ReceiveWebhookStores,
  taking: { event: PaymentEvent; confirmation: Confirmation; request: { now: Date; requestId: string } },
): Promise<void> {
  const { event, confirmation, request } = taking;
  const { now, requestId } = request;
  const actor: Actor = { kind: 'processor', id: event.processor, requestId };
  const consuming = stores.events.consuming(event, now);
  const deposit = await stores.deposits.findByReference(confirmation.data.paymentReference);
  if (deposit?.processor === event.processor) {
    await settle(stores, { deposit, confirmation, together: [consuming], actor, now });
    return;
  }
  const key = await stores.keys.openOrCreate(unmatchedSubjectOf(now), 'financial', now);
  const kept = JSON.stringify(keepableConfirmation(confirmation));
  const waiting = stores.events.waiting(event, { confirmation: kept, key }, now);
  await stores.ledger.commit({ writes: [consuming, waiting], ...confirmationUnmatched(event.webhookId), actor, now });
  if (keepableDetails(confirmation).cardNumberFound) logEvent('CARD_NUMBER_REFUSED', { requestId });
  logEvent('WEBHOOK_EVENT_UNMATCHED', { requestId });
}

export const handler = receiveWebhook({
  deposits: openDeposits(),
  events: openPaymentEvents(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  wallets: openWallets(),
});
