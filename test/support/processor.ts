import { randomUUID, sign } from 'node:crypto';
import { localProcessorPrivateKey } from '#lib/local-processor-keys.ts';
import type { ApiAnswer, TestCloud } from './cloud.ts';

/** How a test bends an otherwise right webhook. */
export interface WebhookBend {
  webhookId?: string;
  /** Seconds since the epoch in `webhook-timestamp`; now when absent. */
  timestampSeconds?: number;
  /** Signs with the key of another processor. */
  signedBy?: string;
  /** Changes the body after it was signed. */
  tamper?: (body: string) => string;
}

/** What a processor says about a deposit. */
export interface PaidDeposit {
  paymentReference: string;
  amountMinor: number;
  currency: string;
  bankAccount?: { bankCode: string; accountNumber: string; holderName: string };
  transferConfirmation?: string;
}

/** Sends a processor's confirmation as the processor would, signed by Standard Webhooks. */
export function confirmPayment(
  cloud: TestCloud,
  processor: string,
  paid: PaidDeposit & { bend?: WebhookBend },
): Promise<ApiAnswer> {
  const { bend = {}, ...data } = paid;
  const payload = {
    type: 'payment.confirmed',
    data: { transferConfirmation: 'TRX-0001', ...data, confirmedAt: cloud.now().toISOString() },
  };
  return sendWebhook(cloud, processor, { payload, bend });
}

/** Sends any payload as a webhook of a processor. */
export function sendWebhook(
  cloud: TestCloud,
  processor: string,
  { payload, bend = {} }: { payload: unknown; bend?: WebhookBend },
): Promise<ApiAnswer> {
  const body = JSON.stringify(payload);
  const id = bend.webhookId ?? `msg_${randomUUID()}`;
  const timestamp = String(bend.timestampSeconds ?? Math.floor(cloud.now().getTime() / 1000));
  const key = localProcessorPrivateKey(bend.signedBy ?? processor);
  const signature = sign(null, Buffer.from(`${id}.${timestamp}.${body}`), key).toString('base64');
  return cloud.api(`POST /v1/webhooks/payments/${processor}`, {
    rawBody: bend.tamper?.(body) ?? body,
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1a,${signature}` },
  });
}
