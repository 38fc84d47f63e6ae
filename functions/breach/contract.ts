import * as z from 'zod';
import { affectedStates } from '#domain/breach/affected-person.ts';
import {
  breachScopeSchema,
  breachStates,
  breachTextsSchema,
  exposedFieldsSchema,
  listStates,
} from '#domain/breach/breach.ts';
import { contract } from '#functions/edge/contract.ts';

const breachPath = z.strictObject({ breachId: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/) });
const moment = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const wordsShown = z.strictObject({ whatOccurred: z.string(), whatWasDone: z.string(), whatYouCanDo: z.string() });
const clockState = z.enum(['running', 'met', 'passed']);

/** One legal clock: due time, the law that sets it, and how it stands. */
const clockSchema = z.strictObject({
  jurisdiction: z.string(),
  regulatorBy: moment,
  regulatorSource: z.string(),
  subjectsBy: moment,
  subjectsSource: z.string(),
  subjectsState: clockState,
});

const listSchema = z.strictObject({
  state: z.enum(listStates),
  /** SHA-256 chained over the sorted rows, hex. */
  hash: hash.optional(),
  affectedCount: z.int().optional(),
  unreachableCount: z.int().optional(),
  byJurisdiction: z.record(z.string(), z.int()).optional(),
});

/** A breach as staff see it. */
const breachSchema = z.strictObject({
  breachId: z.string(),
  state: z.enum(breachStates),
  version: z.int(),
  createdAt: moment,
  awareAt: moment,
  authors: z.array(z.string()),
  texts: z.strictObject({ en: wordsShown, id: wordsShown }),
  exposedFields: exposedFieldsSchema,
  scope: breachScopeSchema,
  list: listSchema,
  /** What an approval must name: SHA-256 over words, fields and list, hex. Absent while the list is being built. */
  noticeHash: hash.optional(),
  approvalsRequired: z.int(),
  approvals: z.array(z.strictObject({ staffId: z.string(), approvedAt: moment })),
  clocks: z.array(clockSchema),
  approvedAt: moment.optional(),
  notifyingAt: moment.optional(),
  notifiedAt: moment.optional(),
  withdrawnAt: moment.optional(),
});

const awareAt = moment.transform((value) => new Date(value).toISOString());

/** POST /v1/staff/breaches. */
export const draftBreachContract = contract({
  route: 'POST /v1/staff/breaches',
  summary: 'Records a breach with the words of its notice; legal clocks start at awareness, the list is built.',
  idempotent: true,
  body: z.strictObject({
    awareAt,
    texts: breachTextsSchema,
    exposedFields: exposedFieldsSchema,
    scope: breachScopeSchema,
  }),
  answers: { 201: breachSchema },
  refusals: ['idempotency-key-reused', 'state-changed'],
});

/** GET /v1/staff/breaches. */
export const listBreachesContract = contract({
  route: 'GET /v1/staff/breaches',
  summary: 'Breaches, latest first, page by page.',
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^[\dTZ:.-]{24}#[0-9a-z]{26}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answers: {
    200: z.strictObject({
      breaches: z.array(
        breachSchema.pick({ breachId: true, state: true, createdAt: true, awareAt: true, list: true, clocks: true }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});

/** GET /v1/staff/breaches/{breachId}. */
export const showBreachContract = contract({
  route: 'GET /v1/staff/breaches/{breachId}',
  summary: 'One breach with its legal clocks and how many people stand in which state; counts come from mail events.',
  path: breachPath,
  answers: {
    200: breachSchema.extend({
      /** Present from the moment at which people are told. */
      notices: z.strictObject({ counts: z.strictObject(countsOf(affectedStates)) }).optional(),
    }),
  },
  refusals: ['not-found'],
});

function countsOf<State extends string>(states: readonly State[]): Record<State, z.ZodInt> {
  // The names are exactly those of the list; Object.fromEntries forgets them.
  return Object.fromEntries(states.map((state) => [state, z.int()])) as Record<State, z.ZodInt>;
}

/** PATCH /v1/staff/breaches/{breachId}. */
export const editBreachContract = contract({
  route: 'PATCH /v1/staff/breaches/{breachId}',
  summary: 'Replaces words, fields or scope of a notice that is not being sent; given approvals are void.',
  path: breachPath,
  body: z
    .strictObject({
      version: z.int().positive(),
      texts: breachTextsSchema.optional(),
      exposedFields: exposedFieldsSchema.optional(),
      scope: breachScopeSchema.optional(),
    })
    .refine(({ texts, exposedFields, scope }) => (texts ?? exposedFields ?? scope) !== undefined, {
      params: { rule: 'Must replace at least one of texts, exposedFields and scope.' },
    }),
  answers: { 200: breachSchema },
  refusals: ['not-found', 'breach-state-refused', 'state-changed'],
});

/** POST /v1/staff/breaches/{breachId}/withdrawal. */
export const withdrawBreachContract = contract({
  route: 'POST /v1/staff/breaches/{breachId}/withdrawal',
  summary: 'Withdraws a draft; its record stays.',
  path: breachPath,
  answers: { 200: breachSchema },
  refusals: ['not-found', 'breach-state-refused', 'state-changed'],
});

/** POST /v1/staff/breaches/{breachId}/approvals. */
export const approveBreachContract = contract({
  route: 'POST /v1/staff/breaches/{breachId}/approvals',
  summary: 'Approves exactly the words and the list whose hash is named; never by somebody who wrote them.',
  path: breachPath,
  body: z.strictObject({ noticeHash: hash }),
  answers: { 200: breachSchema },
  refusals: [
    'not-found',
    'breach-author-approving',
    'breach-list-building',
    'breach-notice-changed',
    'breach-state-refused',
    'state-changed',
  ],
});

/** POST /v1/staff/breaches/{breachId}/notifications. */
export const notifyBreachContract = contract({
  route: 'POST /v1/staff/breaches/{breachId}/notifications',
  summary: 'Starts telling everybody on the list of an approved notice, each once.',
  path: breachPath,
  answers: { 202: breachSchema },
  refusals: ['not-found', 'breach-state-refused', 'state-changed'],
});
