import * as z from 'zod';
import { holdsCardNumber } from '#domain/payment/card-number.ts';
import {
  denialReasons,
  everyCompletionCode,
  extensionReasons,
  requestChannels,
  requestTypes,
} from '#domain/request/request.ts';
import { requestIdPattern } from '#domain/request/request-id.ts';
import { requestStates } from '#domain/request/states.ts';
import { contract } from '#functions/edge/contract.ts';

const idSchema = z.string().regex(requestIdPattern);
const moment = z.iso.datetime();
const textCharactersMax = 2000;

/** Types that say what is wrong, or what somebody objects to; a restriction may. */
const typesWithText = ['correction', 'objection', 'restriction'] as const;
const isOneOf = (types: readonly string[], type: string) => types.includes(type);

/** What a person asks for, with their words where the right needs some. Never a card number (PCI DSS 4.0.1, 3.4). */
export const askedShape = {
  type: z.enum(requestTypes),
  text: z
    .string()
    .trim()
    .min(1)
    .max(textCharactersMax)
    .refine((text) => !holdsCardNumber(text), { params: { rule: 'Must not hold a card number.' } })
    .optional()
    .describe('What is to be corrected, or what the person objects to.'),
};

/** Corrections and objections say what they are about; copies and deletions are about everything. */
export const hasFittingText = ({ type, text }: { type: string; text?: string | undefined }): boolean =>
  text === undefined ? type === 'restriction' || !isOneOf(typesWithText, type) : isOneOf(typesWithText, type);

/** The rule of `hasFittingText` in words. */
export const fittingText = {
  path: ['text'],
  params: { rule: 'Needed for a correction or an objection, possible for a restriction, and for nothing else.' },
};

/** What a player sees of a request in a list. */
const listedShape = {
  requestId: idSchema,
  type: z.enum(requestTypes),
  state: z.enum(requestStates),
  channel: z.enum(requestChannels),
  receivedAt: moment,
  dueAt: moment.describe('By when it is answered at the latest.'),
  primaryId: idSchema.optional().describe('The open request that this one repeats.'),
};

const requestPath = z.strictObject({ requestId: idSchema });

/** POST /v1/me/requests. A second open request of one type is a duplicate that names the first. */
export const makeRequestContract = contract({
  route: 'POST /v1/me/requests',
  summary: 'Makes a request about one’s own data; the session proves who asks, and a receipt is mailed.',
  idempotent: true,
  body: z.strictObject(askedShape).refine(hasFittingText, fittingText),
  answers: { 201: z.strictObject(listedShape) },
  refusals: ['idempotency-key-reused', 'state-changed', 'too-many-attempts'],
});

/** GET /v1/me/requests. */
export const listRequestsContract = contract({
  route: 'GET /v1/me/requests',
  summary: 'The player’s requests, latest first, page by page.',
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^[0-9a-hjkmnp-tv-z]{26}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answers: {
    200: z.strictObject({ requests: z.array(z.strictObject(listedShape)), cursor: z.string().optional() }),
  },
  refusals: [],
});

/** Everything that is known of a request but what was written. */
export const knownShape = {
  ...listedShape,
  recordedAt: moment,
  history: z.array(z.strictObject({ state: z.enum(requestStates), at: moment })),
  identity: z.strictObject({ method: z.literal('session'), verifiedAt: moment }).optional(),
  extension: z.strictObject({ extendedAt: moment, reason: z.enum(extensionReasons), previousDueAt: moment }).optional(),
  completion: z.enum(everyCompletionCode).optional(),
};

const bothLanguages = z.strictObject({ en: z.string(), id: z.string() });

/** What was written about a request: by the person, and by the officer who refused it. */
export const writtenShape = {
  text: z.string().optional(),
  denial: z
    .strictObject({
      reason: z.enum(denialReasons),
      law: z.string(),
      explanation: bothLanguages.describe('The reason in words.'),
      words: bothLanguages.optional().describe('What the officer added.'),
    })
    .optional(),
};

/** GET /v1/me/requests/{requestId}. Requests of others are not there. */
export const showRequestContract = contract({
  route: 'GET /v1/me/requests/{requestId}',
  summary: 'One request with its states and their times, and how it was answered.',
  path: requestPath,
  answers: { 200: z.strictObject({ ...knownShape, ...writtenShape }) },
  refusals: ['not-found'],
});

/** DELETE /v1/me/requests/{requestId}. */
export const revokeRequestContract = contract({
  route: 'DELETE /v1/me/requests/{requestId}',
  summary: 'Takes a request back, until something was delivered.',
  path: requestPath,
  answers: { 204: null },
  refusals: ['not-found', 'request-state-refused', 'state-changed'],
});

/** POST /v1/me/requests/{requestId}/confirmations. */
export const confirmRequestContract = contract({
  route: 'POST /v1/me/requests/{requestId}/confirmations',
  summary: 'Confirms a request that support wrote down: the session proves who asks.',
  path: requestPath,
  answers: { 200: z.strictObject(listedShape) },
  refusals: ['not-found', 'request-state-refused', 'state-changed'],
});
