import * as z from 'zod';
import { emailSchema } from '#domain/player/email.ts';
import { passwordCodePointsMax } from '#domain/player/password.ts';
import { contract } from '#functions/edge/contract.ts';
import { deviceKindSchema } from '#stores/sessions.ts';

const sessionIdSchema = z.string().regex(/^[0-9a-z]{52}$/);

/** POST /v1/sessions. A wrong password and an unknown address have one answer. */
export const beginContract = contract({
  route: 'POST /v1/sessions',
  summary: 'Logs in and answers an access token for 30 minutes.',
  body: z.strictObject({
    email: emailSchema,
    password: z
      .string()
      .min(1)
      .max(passwordCodePointsMax * 4),
    deviceKind: deviceKindSchema.default('other'),
  }),
  answers: {
    201: z.strictObject({ sessionId: sessionIdSchema, accessToken: z.string(), endsAt: z.iso.datetime() }),
  },
  refusals: ['credentials-refused', 'too-many-attempts'],
});

/** GET /v1/me/sessions. */
export const listContract = contract({
  route: 'GET /v1/me/sessions',
  summary: 'The sessions that have not ended, newest first.',
  answers: {
    200: z.strictObject({
      sessions: z.array(
        z.strictObject({
          sessionId: sessionIdSchema,
          beganAt: z.iso.datetime(),
          endsAt: z.iso.datetime(),
          deviceKind: deviceKindSchema,
          current: z.boolean(),
        }),
      ),
    }),
  },
  refusals: [],
});

/** DELETE /v1/me/sessions/{sessionId}. `current` names the session of this request. */
export const endContract = contract({
  route: 'DELETE /v1/me/sessions/{sessionId}',
  summary: 'Ends a session at once.',
  path: z.strictObject({ sessionId: z.union([sessionIdSchema, z.literal('current')]) }),
  answers: { 204: null },
  refusals: ['not-found'],
});
