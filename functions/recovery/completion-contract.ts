import * as z from 'zod';
import { typedProofSchema } from '#domain/session/second-factor.ts';
import { contract } from '#functions/edge/contract.ts';
import { passwordSchema, tokenSchema } from './contract.ts';

/** POST /v1/password-resets/completions. */
export const completeResetContract = contract({
  route: 'POST /v1/password-resets/completions',
  summary: 'Sets a new password with the mailed token, ends every session and holds withdrawals for 72 hours.',
  body: z.strictObject({ token: tokenSchema, password: passwordSchema, secondFactor: typedProofSchema().optional() }),
  answers: { 204: null },
  refusals: ['password-refused', 'reset-refused', 'second-factor-needed', 'too-many-attempts'],
});

/** POST /v1/password-resets/sms-codes. */
export const sendResetCodeContract = contract({
  route: 'POST /v1/password-resets/sms-codes',
  summary: 'Sends a code to the phone of the account, as the second factor of the reset that the mailed token opens.',
  body: z.strictObject({ token: tokenSchema }),
  answers: { 202: z.strictObject({ codeEndsAt: z.iso.datetime() }) },
  refusals: ['reset-refused', 'second-factor-off', 'too-many-attempts'],
});
