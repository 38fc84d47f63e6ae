import * as z from 'zod';
import { emailSchema } from '#domain/player/email.ts';
import { passwordCodePointsMax } from '#domain/player/password.ts';
import { contract } from '#functions/edge/contract.ts';

/** A raw password: bounded before anything looks at it. The rules are the domain's. */
const passwordSchema = z
  .string()
  .min(1)
  .max(passwordCodePointsMax * 4);

/** BCP 47 tags of the languages that the product speaks. */
const languageSchema = z.enum(['en', 'id']);

/** ISO 3166-1 alpha-2. */
const jurisdictionSchema = z.string().regex(/^[A-Z]{2}$/);

/** POST /v1/players. One answer for every address, known or not. */
export const registerContract = contract({
  route: 'POST /v1/players',
  summary: 'Starts a registration; the link in the mail and the password complete it.',
  body: z.strictObject({
    email: emailSchema,
    fullName: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[^\p{Cc}]+$/u),
    birthDate: z.iso.date(),
    phone: z.e164(),
    password: passwordSchema,
    jurisdiction: jurisdictionSchema,
    language: languageSchema,
    /** SHA-256 of the privacy notice that was shown, as `GET /v1/privacy-notice` gave it. */
    noticeHash: z.string().regex(/^[0-9a-f]{64}$/),
    /** Only where explicit consent is the legal mechanism of the transfer. */
    transferConsent: z.literal(true).optional(),
  }),
  answers: { 202: z.strictObject({ next: z.literal('open-the-link-in-the-mail'), endsAt: z.iso.datetime() }) },
  refusals: [
    'jurisdiction-closed',
    'notice-outdated',
    'transfer-consent-needed',
    'transfer-consent-not-asked',
    'under-age',
    'password-refused',
    'too-many-attempts',
  ],
});

/** POST /v1/players/verifications. */
export const verifyContract = contract({
  route: 'POST /v1/players/verifications',
  summary: 'Completes a registration with the mailed token and the password of that registration.',
  body: z.strictObject({ token: z.string().regex(/^[\w-]{43}$/), password: passwordSchema }),
  answers: { 201: z.strictObject({ accountNumber: z.string().regex(/^\d{11}$/) }) },
  refusals: ['verification-refused', 'too-many-attempts'],
});

/** POST /v1/players/verifications/resends. One answer for every address, known or not. */
export const resendContract = contract({
  route: 'POST /v1/players/verifications/resends',
  summary: 'Mails the link of a pending registration again.',
  body: z.strictObject({ email: emailSchema }),
  answers: { 202: z.strictObject({ next: z.literal('open-the-link-in-the-mail') }) },
  refusals: [],
});

/** GET /v1/me. */
export const readContract = contract({
  route: 'GET /v1/me',
  summary: 'What the player gave at registration, as it is held.',
  answers: {
    200: z.strictObject({
      accountNumber: z.string(),
      email: z.string(),
      fullName: z.string(),
      birthDate: z.iso.date(),
      phone: z.string(),
      jurisdiction: z.string(),
      language: languageSchema,
      state: z.enum(['open', 'closing']),
      registeredAt: z.iso.datetime(),
      /** Until when no withdrawal leaves; null where none is held. */
      withdrawalsHeldUntil: z.iso.datetime().nullable(),
      /** Whether withdrawals are stopped until a new password is chosen. */
      withdrawalsFrozen: z.boolean(),
      phoneVerifiedAt: z.iso.datetime().optional().describe('When a code proved that the number is the player’s.'),
    }),
  },
  refusals: [],
});
