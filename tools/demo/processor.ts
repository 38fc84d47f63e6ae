import { randomUUID, sign } from 'node:crypto';
import * as z from 'zod';
import { localProcessorPrivateKey } from '#lib/local-processor-keys.ts';
import type { ApiAnswer } from './demo-cloud.ts';
import type { DemoPlayer, Story } from './story.ts';

const depositSchema = z.object({
  depositId: z.string(),
  paymentReference: z.string(),
  method: z.string(),
  amountMinor: z.number(),
  currency: z.string(),
});

/** A deposit that awaits its payment. */
export type StartedDeposit = z.infer<typeof depositSchema>;

/** Starts a deposit; the amount is in minor units of the player's currency. */
export function startDeposit(
  { cloud }: Story,
  { token }: DemoPlayer,
  wanted: { method: string; amountMinor: number },
): Promise<StartedDeposit> {
  const headers = { 'idempotency-key': randomUUID() };
  const schema = depositSchema;
  return cloud.expect('POST /v1/me/deposits', { token, body: wanted, headers }, { status: 201, schema });
}

/** How a forger bends a right webhook. */
export interface Bend {
  webhookId?: string;
  /** Seconds by which its time is off. */
  offSeconds?: number;
  /** Whose key signs. */
  signedBy?: string;
  /** What becomes of the body after it was signed. */
  tamper?: (body: string) => string;
}

/** What a processor says has arrived. */
export interface Paid {
  paymentReference: string;
  amountMinor: number;
  currency: string;
  bankAccount?: { bankCode: string; accountNumber: string; holderName: string };
  transferConfirmation: string;
}

/** Sends a confirmation as a payment processor does, signed by Standard Webhooks with Ed25519. */
export function confirm(
  { cloud }: Story,
  processor: string,
  { paid, bend = {} }: { paid: Paid; bend?: Bend },
): Promise<ApiAnswer> {
  const now = cloud.now();
  const { paymentReference, amountMinor, currency, ...details } = paid;
  const data = { paymentReference, amountMinor, currency, ...details, confirmedAt: now.toISOString() };
  const body = JSON.stringify({ type: 'payment.confirmed', data });
  const id = bend.webhookId ?? `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(now.getTime() / 1000) + (bend.offSeconds ?? 0));
  const key = localProcessorPrivateKey(bend.signedBy ?? processor);
  const signature = sign(null, Buffer.from(`${id}.${timestamp}.${body}`), key).toString('base64');
  return cloud.api(`POST /v1/webhooks/payments/${processor}`, {
    rawBody: bend.tamper?.(body) ?? body,
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1a,${signature}` },
  });
}
