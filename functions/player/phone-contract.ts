import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';

/** POST /v1/me/phone-changes. */
export const startPhoneChangeContract = contract({
  route: 'POST /v1/me/phone-changes',
  summary: 'Sends a code to a new phone number; the old one stays until the code is confirmed.',
  body: z.strictObject({ phone: z.e164() }),
  answers: {
    202: z.strictObject({
      codeEndsAt: z.iso.datetime(),
      risk: z.strictObject({ en: z.string(), id: z.string() }).describe('Show it: a passkey is safer.'),
    }),
  },
  refusals: ['phone-unchanged', 'sms-unavailable', 'step-up-needed', 'too-many-attempts'],
});

/** POST /v1/me/phone-changes/confirmations. Wrong, ended, used, replaced: every reason has one answer. */
export const confirmPhoneChangeContract = contract({
  route: 'POST /v1/me/phone-changes/confirmations',
  summary:
    'Changes the phone number with the code that it was sent; ends other sessions and holds withdrawals for 72 h.',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
  answers: {
    200: z.strictObject({
      phoneVerifiedAt: z.iso.datetime(),
      withdrawalsHeldUntil: z.iso.datetime(),
      revertableUntil: z.iso.datetime(),
    }),
  },
  refusals: ['sms-code-refused', 'step-up-needed'],
});

/** POST /v1/phone-changes/reversions. Unknown, used and ended links have one answer. */
export const revertPhoneChangeContract = contract({
  route: 'POST /v1/phone-changes/reversions',
  summary: 'Restores the old phone number with the mailed token, ends all sessions and holds withdrawals for 72 h.',
  body: z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) }),
  answers: { 200: z.strictObject({ withdrawalsHeldUntil: z.iso.datetime() }) },
  refusals: ['reversion-refused'],
});
