import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';

/** POST /v1/me/closure. */
export const closeContract = contract({
  route: 'POST /v1/me/closure',
  summary:
    'Begins to close the account, for whoever has lately proved who they are; it can be undone until `closesAt`.',
  answers: { 202: z.strictObject({ state: z.literal('closing'), closesAt: z.iso.datetime() }) },
  refusals: ['closure-blocked', 'step-up-needed', 'state-changed'],
});

/** GET /v1/me/closure. */
export const showClosureContract = contract({
  route: 'GET /v1/me/closure',
  summary: 'Whether the account is being closed, since when, and until when that can be undone.',
  answers: {
    200: z.strictObject({
      state: z.enum(['open', 'closing']),
      since: z.iso.datetime().nullable().describe('When the closure was asked for; null while the account is open.'),
      closesAt: z.iso.datetime().nullable().describe('When the account closes; until then it can be undone.'),
    }),
  },
  refusals: [],
});

/** DELETE /v1/me/closure. */
export const undoClosureContract = contract({
  route: 'DELETE /v1/me/closure',
  summary: 'Undoes a closure before its time has come; the account is open again as it was.',
  answers: { 200: z.strictObject({ state: z.literal('open') }) },
  refusals: ['closure-not-undoable', 'state-changed'],
});

/** Language in which something is told: that of the account unless it is asked for in the other. */
const languageQuery = z.strictObject({ language: z.enum(['en', 'id']).optional() });

const lawSchema = z
  .strictObject({ years: z.int(), citation: z.string() })
  .nullable()
  .describe('The law that sets how many years after the closure it is kept.');

/** GET /v1/me/closure/plan. */
export const showClosurePlanContract = contract({
  route: 'GET /v1/me/closure/plan',
  summary: 'What closing the account would mean: what is erased, kept and for how long, and what stands in the way.',
  query: languageQuery,
  answers: {
    200: z.strictObject({
      jurisdiction: z.string(),
      language: z.enum(['en', 'id']),
      closesAt: z.iso
        .datetime()
        .describe('When the account closes, or would if it was asked for now; undone until then.'),
      obstacles: z.array(
        z.strictObject({ obstacle: z.enum(['balance', 'open-deposit']), what: z.string(), whatToDo: z.string() }),
      ),
      records: z.array(
        z.strictObject({
          kind: z.string().describe('The retention class; several rows may be of one class.'),
          title: z.string(),
          what: z.array(z.string()),
          treatment: z.enum(['erase', 'restrict', 'anonymise']),
          endsAt: z.iso.datetime().describe('From when it is gone, or names nobody any more, at the latest.'),
          because: z.string().nullable(),
          law: lawSchema,
        }),
      ),
    }),
  },
  refusals: [],
});

/** GET /v1/me/retention. */
export const showRetentionContract = contract({
  route: 'GET /v1/me/retention',
  summary: 'What is kept about the player: since when, until when or what starts the clock, and on what ground.',
  query: languageQuery,
  answers: {
    200: z.strictObject({
      jurisdiction: z.string(),
      language: z.enum(['en', 'id']),
      closesAt: z.iso.datetime().nullable().describe('When the account closes; null while it is open.'),
      records: z.array(
        z.strictObject({
          kind: z.string().describe('The retention class; several rows may be of one class.'),
          title: z.string(),
          what: z.array(z.string()),
          since: z.iso.datetime().nullable().describe('Nothing of it is older; null where nothing is held.'),
          until: z.iso
            .datetime()
            .nullable()
            .describe('When the last of it ends; null while the account is open: `clock` then says how long.'),
          clock: z.strictObject({ startsWith: z.string(), lasts: z.string() }),
          why: z.array(z.strictObject({ purpose: z.string(), ground: z.string() })),
          because: z.string().nullable().describe('Why it outlives the account; null where it does not.'),
          law: lawSchema,
        }),
      ),
    }),
  },
  refusals: [],
});
