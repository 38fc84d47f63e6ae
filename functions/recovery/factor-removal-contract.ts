import * as z from 'zod';
import { declineReasons, removalProofs, removalReasons } from '#domain/session/factor-removal.ts';
import { contract } from '#functions/edge/contract.ts';

const idSchema = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);
const removalPath = z.strictObject({ playerId: idSchema, removalId: idSchema });
const deciding = [
  'factor-removal-author-deciding',
  'factor-removal-state-refused',
  'not-found',
  'own-account',
] as const;

/** What staff give; the reference is short and opaque, so that no name fits in. */
const requestShape = {
  reason: z.enum(removalReasons),
  caseReference: z.string().regex(/^[A-Za-z0-9-]{3,40}$/),
  proof: z.enum(removalProofs).describe('How the player proved again who they are.'),
};

/** When a removal can be approved, at the earliest and at the latest. */
const timesShape = {
  approvableFrom: z.iso.datetime().describe('24 hours after the player was told.'),
  endsAt: z.iso.datetime().describe('From here on it is expired.'),
};

/** POST /v1/staff/players/{playerId}/factor-removals. */
export const openFactorRemovalContract = contract({
  route: 'POST /v1/staff/players/{playerId}/factor-removals',
  summary: 'Opens the removal of every second factor of a player who lost them; the player is told and can stop it.',
  path: z.strictObject({ playerId: idSchema }),
  body: z.strictObject(requestShape),
  answers: { 201: z.strictObject({ removalId: idSchema, ...timesShape }) },
  refusals: ['factor-removal-open', 'not-found', 'own-account', 'second-factor-off', 'state-changed'],
});

/** GET /v1/staff/factor-removals. */
export const listFactorRemovalsContract = contract({
  route: 'GET /v1/staff/factor-removals',
  summary: 'Removals that wait for a second person, oldest first, page by page.',
  query: z.strictObject({
    cursor: z
      .string()
      .max(80)
      .regex(/^[\d:.TZ-]+#[0-9a-z]{26}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answers: {
    200: z.strictObject({
      removals: z.array(
        z.strictObject({
          playerId: idSchema,
          removalId: idSchema,
          ...requestShape,
          openedAt: z.iso.datetime(),
          ...timesShape,
          openedByCaller: z.boolean(),
        }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});

/** POST /v1/staff/players/{playerId}/factor-removals/{removalId}/approvals. */
export const approveFactorRemovalContract = contract({
  route: 'POST /v1/staff/players/{playerId}/factor-removals/{removalId}/approvals',
  summary: 'Removes every second factor of a player, ends every session and holds withdrawals for 72 hours.',
  path: removalPath,
  answers: { 204: null },
  refusals: [...deciding, 'factor-removal-too-early', 'second-factor-off', 'state-changed'],
});

/** POST /v1/staff/players/{playerId}/factor-removals/{removalId}/declines. */
export const declineFactorRemovalContract = contract({
  route: 'POST /v1/staff/players/{playerId}/factor-removals/{removalId}/declines',
  summary: 'Declines a removal: nothing of the player changes.',
  path: removalPath,
  body: z.strictObject({ reason: z.enum(declineReasons) }),
  answers: { 204: null },
  refusals: [...deciding, 'state-changed'],
});

/** POST /v1/factor-removal-stops. Unknown, used and ended links have one answer. */
export const stopFactorRemovalContract = contract({
  route: 'POST /v1/factor-removal-stops',
  summary: 'Stops the removal of second factors that a mail told of.',
  body: z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) }),
  answers: { 204: null },
  refusals: ['factor-removal-stop-refused', 'state-changed'],
});

/** DELETE /v1/me/second-factors/removal. */
export const stopOwnRemovalContract = contract({
  route: 'DELETE /v1/me/second-factors/removal',
  summary: 'Stops the removal of the player’s second factors that staff opened.',
  answers: { 204: null },
  refusals: ['factor-removal-stop-refused', 'state-changed'],
});
