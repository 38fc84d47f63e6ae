import * as z from 'zod';
import { passwordCodePointsMax } from '#domain/player/password.ts';
import { factorProofSchema } from '#domain/session/second-factor.ts';
import { contract } from '#functions/edge/contract.ts';
import { challengeSchema, deviceIdSchema, grantedSchema } from './contract.ts';

/** POST /v1/sessions/second-factors. Wrong, used, past and future proofs and challenges have one answer. */
export const proveSecondContract = contract({
  route: 'POST /v1/sessions/second-factors',
  summary: 'Completes a login with a second factor, within 5 minutes and 5 tries.',
  body: z.strictObject({
    challenge: challengeSchema,
    secondFactor: factorProofSchema(),
    deviceId: deviceIdSchema.optional().describe('The same as at the first step.'),
  }),
  answers: { 201: grantedSchema },
  setsCookies: true,
  refusals: ['csrf-refused', 'second-factor-refused', 'too-many-attempts'],
});

/** POST /v1/me/step-ups. */
export const stepUpContract = contract({
  route: 'POST /v1/me/step-ups',
  summary: 'Proves again who holds the session: for 10 minutes it may do what cannot easily be undone.',
  body: z.union([
    z.strictObject({
      password: z
        .string()
        .min(1)
        .max(passwordCodePointsMax * 4)
        .describe('Only where no second factor is on.'),
    }),
    z.strictObject({ secondFactor: factorProofSchema() }),
  ]),
  answers: { 200: z.strictObject({ provenUntil: z.iso.datetime() }) },
  refusals: ['credentials-refused', 'second-factor-needed', 'second-factor-refused', 'too-many-attempts'],
});
