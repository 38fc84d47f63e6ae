import * as z from 'zod';
import { factorProofSchema } from '#domain/session/second-factor.ts';
import { contract } from '#functions/edge/contract.ts';
import { challengedSchema, challengeSchema } from './contract.ts';
import { recoveryCodesSchema } from './factor-contract.ts';

const riskSchema = z.strictObject({ en: z.string(), id: z.string() }).describe('Show it: a passkey is safer.');

/** POST /v1/me/second-factors/sms. */
export const enrolSmsContract = contract({
  route: 'POST /v1/me/second-factors/sms',
  summary: 'Sends a code to the phone of the account, to turn codes by text message on.',
  answers: {
    202: z.strictObject({
      codeEndsAt: z.iso.datetime(),
      allowedPrefixes: z.array(z.string()).describe('No message goes to numbers of other countries.'),
      risk: riskSchema,
    }),
  },
  refusals: ['second-factor-already-on', 'sms-unavailable', 'step-up-needed', 'too-many-attempts'],
});

/** POST /v1/me/second-factors/sms/confirmations. Wrong, ended, used, replaced: every reason has one answer. */
export const confirmSmsContract = contract({
  route: 'POST /v1/me/second-factors/sms/confirmations',
  summary: 'Turns codes by text message on with the code that was sent. Every other session ends.',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
  answers: {
    200: z.strictObject({
      enrolledAt: z.iso.datetime(),
      recoveryCodes: recoveryCodesSchema.optional(),
      risk: riskSchema,
    }),
  },
  refusals: ['second-factor-already-on', 'sms-code-refused', 'step-up-needed'],
});

/** POST /v1/me/second-factors/sms/removals. */
export const removeSmsContract = contract({
  route: 'POST /v1/me/second-factors/sms/removals',
  summary: 'Turns codes by text message off with one more proof of a second factor. Every other session ends.',
  body: z.strictObject({ secondFactor: factorProofSchema() }),
  answers: { 204: null },
  refusals: ['second-factor-off', 'second-factor-refused', 'step-up-needed', 'too-many-attempts'],
});

/** POST /v1/sessions/second-factors/sms-codes. Unknown, used and ended challenges have one answer. */
export const sendLoginCodeContract = contract({
  route: 'POST /v1/sessions/second-factors/sms-codes',
  summary: 'Sends the code of a login to the phone of the account; it is good for this challenge only.',
  body: z.strictObject({ challenge: challengeSchema }),
  answers: { 202: challengedSchema },
  refusals: ['second-factor-off', 'second-factor-refused', 'too-many-attempts'],
});

/** POST /v1/me/step-ups/sms-codes. */
export const sendStepUpCodeContract = contract({
  route: 'POST /v1/me/step-ups/sms-codes',
  summary: 'Sends a code to the phone of the account, for a step-up or for turning a factor off in this session.',
  answers: { 202: z.strictObject({ codeEndsAt: z.iso.datetime() }) },
  refusals: ['second-factor-off', 'too-many-attempts'],
});
