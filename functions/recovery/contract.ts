import * as z from 'zod';
import { emailSchema } from '#domain/player/email.ts';
import { passwordCodePointsMax } from '#domain/player/password.ts';
import { resetReasons } from '#domain/recovery/password.ts';
import { contract } from '#functions/edge/contract.ts';

/** A raw password: bounded before anything looks at it. The rules are the domain's. */
export const passwordSchema = z
  .string()
  .min(1)
  .max(passwordCodePointsMax * 4);

/** A mailed single-use token. */
export const tokenSchema = z.string().regex(/^[\w-]{43}$/);
const asked = z.strictObject({ next: z.literal('open-the-link-in-the-mail') });

/** POST /v1/password-resets. One answer for every address, known or not. */
export const askResetContract = contract({
  route: 'POST /v1/password-resets',
  summary: 'Mails a link to a new password, if the address has an account.',
  body: z.strictObject({ email: emailSchema }),
  answers: { 202: asked },
  refusals: [],
});

/** PUT /v1/me/password. */
export const changePasswordContract = contract({
  route: 'PUT /v1/me/password',
  summary: 'Replaces the password; the present one is asked for again and every other session ends.',
  body: z.strictObject({ currentPassword: passwordSchema, newPassword: passwordSchema }),
  answers: { 204: null },
  refusals: ['credentials-refused', 'password-refused', 'too-many-attempts', 'state-changed'],
});

/** POST /v1/staff/players/{playerId}/password-resets. */
export const startResetContract = contract({
  route: 'POST /v1/staff/players/{playerId}/password-resets',
  summary: 'Has the link to a new password sent to the address of an account; nobody of the staff sees it.',
  path: z.strictObject({ playerId: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/) }),
  body: z.strictObject({ reason: z.enum(resetReasons) }),
  answers: { 202: z.strictObject({ next: z.literal('the-player-opens-the-link-in-the-mail') }) },
  refusals: ['not-found', 'own-account', 'too-many-attempts'],
});

/** POST /v1/me/email-changes. One answer whether or not the new address has an account. */
export const askEmailChangeContract = contract({
  route: 'POST /v1/me/email-changes',
  summary: 'Mails a link to the new address that makes it the address of the account, and tells the present one.',
  body: z.strictObject({ email: emailSchema }),
  answers: { 202: asked },
  refusals: ['email-change-refused', 'step-up-needed', 'too-many-attempts'],
});

/** POST /v1/email-changes/confirmations. */
export const confirmEmailChangeContract = contract({
  route: 'POST /v1/email-changes/confirmations',
  summary: 'Makes the new address that of the account, ends every session and holds withdrawals for 72 hours.',
  body: z.strictObject({ token: tokenSchema }),
  answers: { 204: null },
  refusals: ['email-change-refused'],
});

/** POST /v1/email-changes/reversions. */
export const revertEmailChangeContract = contract({
  route: 'POST /v1/email-changes/reversions',
  summary: 'Restores the address before a change, ends every session and the password, and mails a link to a new one.',
  body: z.strictObject({ token: tokenSchema }),
  answers: { 204: null },
  refusals: ['reversion-refused'],
});
