import * as z from 'zod';
import { consentPurposes } from '#domain/consent/consent-text.ts';
import { consentChannels, consentSources } from '#domain/consent/consent.ts';
import { contract } from '#functions/edge/contract.ts';

const pathSchema = z.strictObject({ purpose: z.enum(consentPurposes) });
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const languageSchema = z.enum(['en', 'id']);
const channelSchema = z.enum(consentChannels);

/** The text that is shown now. */
const textSchema = z.strictObject({
  text: z.string(),
  textHash: hashSchema,
  textVersion: z.int(),
  language: languageSchema,
});

const stateSchema = z.strictObject({
  purpose: z.enum(consentPurposes),
  channels: z.array(
    z.strictObject({
      channel: channelSchema,
      state: z.enum(['never-given', 'granted', 'withdrawn']).describe('Nothing is sent unless it is granted.'),
      since: z.iso.datetime().optional(),
      textHash: hashSchema.optional().describe('The text that was agreed to.'),
    }),
  ),
});

/** GET /v1/consent-texts/{purpose}. */
export const showTextContract = contract({
  route: 'GET /v1/consent-texts/{purpose}',
  summary: 'The exact words that a consent is asked for with, and the hash that binds it to them.',
  path: pathSchema,
  query: z.strictObject({ language: languageSchema }),
  answers: { 200: textSchema },
  refusals: [],
});

/** GET /v1/me/consents. */
export const listConsentsContract = contract({
  route: 'GET /v1/me/consents',
  summary: 'Every purpose that rests on consent: what the player decided, since when, and the current text.',
  answers: {
    200: z.strictObject({
      consents: z.array(z.strictObject({ ...stateSchema.shape, current: textSchema })),
      transfer: z
        .strictObject({ grantedAt: z.iso.datetime() })
        .optional()
        .describe('The consent to the international transfer, given at registration; to end it, close the account.'),
    }),
  },
  refusals: [],
});

/** PUT /v1/me/consents/{purpose}. */
export const grantConsentContract = contract({
  route: 'PUT /v1/me/consents/{purpose}',
  summary: 'Agrees to a purpose over exactly these channels with the text that was shown; others are withdrawn.',
  path: pathSchema,
  body: z.strictObject({
    channels: z.array(channelSchema).min(1).max(consentChannels.length),
    textHash: hashSchema,
  }),
  answers: { 200: stateSchema },
  refusals: ['consent-text-outdated', 'state-changed'],
});

/** DELETE /v1/me/consents/{purpose}. Always allowed, as often as one likes, also while the account closes. */
export const withdrawConsentContract = contract({
  route: 'DELETE /v1/me/consents/{purpose}',
  summary: 'Withdraws consent and objects to the purpose over every channel, at once (GDPR art. 7(3), 21(2)).',
  path: pathSchema,
  answers: { 204: null },
  refusals: [],
});

const tokenSchema = z.string().regex(/^[\w-]{43}$/);

/** POST /v1/unsubscribes. Tokens that are unknown or have ended have the same answer. */
export const unsubscribeContract = contract({
  route: 'POST /v1/unsubscribes',
  summary: 'Ends marketing over the channel of a mailed link, without a login; as often as one likes.',
  body: z.strictObject({ token: tokenSchema }),
  answers: { 204: null },
  refusals: [],
});

/** POST /v1/unsubscribes/{token}: the one-click address of mails; the body is not read. */
export const unsubscribeOneClickContract = contract({
  route: 'POST /v1/unsubscribes/{token}',
  summary: 'What a mail program posts to unsubscribe with one click (RFC 8058).',
  path: z.strictObject({ token: tokenSchema }),
  answers: { 204: null },
  refusals: [],
});

/** GET /v1/me/consents/{purpose}/history. */
export const listConsentHistoryContract = contract({
  route: 'GET /v1/me/consents/{purpose}/history',
  summary: 'Every decision about a purpose, newest first.',
  path: pathSchema,
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#(email|sms)$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  answers: {
    200: z.strictObject({
      rows: z.array(
        z.strictObject({
          purpose: z.enum(consentPurposes),
          channel: channelSchema,
          decision: z.enum(['granted', 'withdrawn']),
          changedAt: z.iso.datetime(),
          position: z.int(),
          source: z.enum(consentSources),
          shown: z.strictObject({ textHash: hashSchema, textVersion: z.int(), language: languageSchema }).optional(),
        }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});
