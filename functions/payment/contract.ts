import * as z from 'zod';
import { depositMethodSchema, depositStateSchema } from '#domain/payment/deposit.ts';
import { amountMinorSchema } from '#domain/payment/money.ts';
import { contract } from '#functions/edge/contract.ts';

const depositIdSchema = z.string().regex(/^[0-9a-z]{26}$/);

/** POST /v1/me/deposits. */
export const startDepositContract = contract({
  route: 'POST /v1/me/deposits',
  summary: 'Starts a deposit; the payment reference goes to the processor, which confirms by webhook.',
  idempotent: true,
  body: z.strictObject({ method: depositMethodSchema, amountMinor: amountMinorSchema }),
  answers: {
    201: z.strictObject({
      depositId: depositIdSchema,
      paymentReference: z.string(),
      method: depositMethodSchema,
      amountMinor: z.int(),
      currency: z.string(),
      expiresAt: z.iso.datetime(),
    }),
  },
  refusals: [
    'deposit-amount-refused',
    'deposit-limit-before-proof',
    'deposit-method-closed',
    'idempotency-key-reused',
    'state-changed',
  ],
});

/** GET /v1/me/payments. */
export const listPaymentsContract = contract({
  route: 'GET /v1/me/payments',
  summary: 'Deposits, newest first, page by page.',
  query: z.strictObject({
    cursor: z
      .string()
      .max(120)
      .regex(/^deposit#[\w:.-]+#[0-9a-z]{26}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answers: {
    200: z.strictObject({
      payments: z.array(
        z.strictObject({
          depositId: depositIdSchema,
          paymentReference: z.string(),
          method: depositMethodSchema,
          amountMinor: z.int(),
          currency: z.string(),
          state: z.enum([...depositStateSchema.options, 'expired']),
          startedAt: z.iso.datetime(),
          settledAt: z.iso.datetime().optional(),
        }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});

/** GET /v1/me/balance. */
export const showBalanceContract = contract({
  route: 'GET /v1/me/balance',
  summary: 'The balance of the wallet in minor units.',
  answers: { 200: z.strictObject({ balanceMinor: z.int(), currency: z.string() }) },
  refusals: [],
});

/** POST /v1/webhooks/payments/{processor}. Signed by Standard Webhooks; the body is parsed after the signature. */
export const receiveWebhookContract = contract({
  route: 'POST /v1/webhooks/payments/{processor}',
  summary: 'Confirmations of a payment processor (Standard Webhooks, Ed25519).',
  path: z.strictObject({ processor: z.string().regex(/^[a-z0-9-]{1,40}$/) }),
  answers: { 202: z.strictObject({ received: z.literal(true) }) },
  refusals: ['webhook-refused', 'validation-failed'],
});
