import * as z from 'zod';
import {
  denialReasons,
  everyCompletionCode,
  extensionReasons,
  requestChannels,
  requestTypes,
  staffChannels,
} from '#domain/request/request.ts';
import { requestIdPattern } from '#domain/request/request-id.ts';
import { requestPurposes } from '#domain/request/request-purpose.ts';
import { requestStates } from '#domain/request/states.ts';
import { contract } from '#functions/edge/contract.ts';
import { askedShape, fittingText, hasFittingText, knownShape, writtenShape } from './contract.ts';

const playerIdSchema = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);
const requestIdSchema = z.string().regex(requestIdPattern);
const requestPath = z.strictObject({ requestId: requestIdSchema });
const moment = z.iso.datetime();
/** Short and opaque, so that no name fits in. */
const caseReference = z.string().regex(/^[A-Za-z0-9-]{3,40}$/);
const ofOnePerson = { path: ['playerId'], params: { rule: 'Give either the player id or the account number.' } };

/** POST /v1/staff/requests. */
export const intakeContract = contract({
  route: 'POST /v1/staff/requests',
  summary: 'Writes down a request that came by another way; the person confirms it in a session.',
  idempotent: true,
  body: z
    .strictObject({
      playerId: playerIdSchema.optional(),
      accountNumber: z
        .string()
        .regex(/^\d{11}$/)
        .optional(),
      ...askedShape,
      channel: z.enum(staffChannels),
      receivedAt: moment.describe('When the person first asked: not in the future, at most 90 days ago.'),
      caseReference,
    })
    .refine(({ playerId, accountNumber }) => (playerId === undefined) !== (accountNumber === undefined), ofOnePerson)
    .refine(hasFittingText, fittingText),
  answers: {
    201: z.strictObject({
      requestId: requestIdSchema,
      state: z.enum(requestStates),
      dueAt: moment,
      confirmableUntil: moment,
    }),
  },
  refusals: ['idempotency-key-reused', 'not-found', 'own-account', 'state-changed'],
});

const flags = ['on-track', 'due-soon', 'overdue'] as const;

/** GET /v1/staff/requests. */
export const queueContract = contract({
  route: 'GET /v1/staff/requests',
  summary: 'Requests that wait for an answer, by deadline with the overdue first, page by page.',
  query: z.strictObject({
    cursor: z
      .string()
      .max(90)
      .regex(/^[\d:.TZ-]{20,30}@[0-9a-z]{52}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answers: {
    200: z.strictObject({
      requests: z.array(
        z.strictObject({
          requestId: requestIdSchema,
          playerId: playerIdSchema,
          type: z.enum(requestTypes),
          state: z.enum(requestStates),
          channel: z.enum(requestChannels),
          jurisdiction: z.string(),
          receivedAt: moment,
          dueAt: moment,
          flag: z.enum(flags),
          isExtended: z.boolean(),
        }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});

/** GET /v1/staff/requests/{requestId}. */
export const readRequestContract = contract({
  route: 'GET /v1/staff/requests/{requestId}',
  summary: 'One request with what was written; who reads it, and for what, is recorded.',
  path: requestPath,
  query: z.strictObject({ purpose: z.enum(requestPurposes), caseReference }),
  answers: {
    200: z.strictObject({
      ...knownShape,
      ...writtenShape,
      playerId: playerIdSchema,
      jurisdiction: z.string(),
      flag: z.enum([...flags, 'answered']),
    }),
  },
  refusals: ['not-found', 'own-account'],
});

const deciding = ['not-found', 'own-account', 'request-state-refused', 'state-changed'] as const;

/** POST /v1/staff/requests/{requestId}/extensions. */
export const extendContract = contract({
  route: 'POST /v1/staff/requests/{requestId}/extensions',
  summary: 'Moves the deadline, once, before it has passed and only where the law allows it; the person is told.',
  path: requestPath,
  body: z.strictObject({ reason: z.enum(extensionReasons) }),
  answers: { 200: z.strictObject({ dueAt: moment }) },
  refusals: [...deciding, 'request-extension-refused'],
});

const words = z.string().trim().min(1).max(1000);

/** POST /v1/staff/requests/{requestId}/denials. */
export const denyContract = contract({
  route: 'POST /v1/staff/requests/{requestId}/denials',
  summary: 'Refuses a request with a reason, its law and words; the person is told, and how to complain.',
  path: requestPath,
  body: z
    .strictObject({
      reason: z.enum(denialReasons),
      law: z.string().trim().min(3).max(200).describe('Law and article on which the refusal rests.'),
      words: z.strictObject({ en: words, id: words }).optional().describe('Told to the person in their language.'),
    })
    .refine(({ reason, words: given }) => reason !== 'other' || given !== undefined, {
      path: ['words'],
      params: { rule: 'Needed when the reason is `other`.' },
    }),
  answers: { 204: null },
  refusals: deciding,
});

/** POST /v1/staff/requests/{requestId}/completions. */
export const completeContract = contract({
  route: 'POST /v1/staff/requests/{requestId}/completions',
  summary: 'Says what was done about a correction, an objection or a restriction; the person is told.',
  path: requestPath,
  body: z.strictObject({ done: z.enum(everyCompletionCode) }),
  answers: { 204: null },
  refusals: deciding,
});
