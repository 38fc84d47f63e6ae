import * as z from 'zod';
import { factorProofSchema } from '#domain/session/second-factor.ts';
import { contract } from '#functions/edge/contract.ts';

const riskSchema = z.strictObject({ en: z.string(), id: z.string() }).describe('Show it: a passkey is safer.');
const codeSchema = z.string().regex(/^\d{6}$/);

/** POST /v1/me/second-factors/sms. */
export const startSmsFactorContract = contract({
  route: 'POST /v1/me/second-factors/sms',
  summary: 'Sends a code to the phone of the account, to turn the SMS factor on, or to prove it where it is on.',
  answers: {
    202: z.strictObject({
      purpose: z.enum(['second-factor-on', 'second-factor']),
      codeEndsAt: z.iso.datetime(),
      allowedPrefixes: z.array(z.string()).describe('No message goes to numbers of other countries.'),
      risk: riskSchema,
    }),
  },
  refusals: ['sms-unavailable', 'too-many-attempts'],
});

/** POST /v1/me/second-factors/sms/confirmations. Wrong, ended, used, replaced: every reason has one answer. */
export const confirmSmsFactorContract = contract({
  route: 'POST /v1/me/second-factors/sms/confirmations',
  summary: 'Turns the SMS factor on with the code that was sent, and ends all other sessions.',
  body: z.strictObject({ code: codeSchema }),
  answers: { 201: z.strictObject({ method: z.literal('sms'), enrolledAt: z.iso.datetime(), risk: riskSchema }) },
  refusals: ['authentication-required', 'sms-code-refused'],
});

/** DELETE /v1/me/second-factors/sms. */
export const removeSmsFactorContract = contract({
  route: 'DELETE /v1/me/second-factors/sms',
  summary: 'Turns the SMS factor off with a proof of any second factor, and ends all other sessions.',
  body: z.strictObject({ secondFactor: factorProofSchema() }),
  answers: { 204: null },
  refusals: ['authentication-required', 'not-found', 'second-factor-refused'],
});
