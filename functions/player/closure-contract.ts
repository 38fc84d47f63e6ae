import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';

/** POST /v1/me/closure. */
export const closeContract = contract({
  route: 'POST /v1/me/closure',
  summary: 'Begins to close the account, for whoever has lately proved who they are; it can be undone until `closesAt`.',
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
