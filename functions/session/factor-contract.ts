import * as z from 'zod';
import { factorMethods, factorProofSchema } from '#domain/session/second-factor.ts';
import { contract } from '#functions/edge/contract.ts';

/** Ten codes, each good for one proof. */
export const recoveryCodesSchema = z
  .array(z.string())
  .describe('Shown this once. Each stands in for the other factor once; they take the place of all before.');

/** GET /v1/me/second-factors. */
export const listFactorsContract = contract({
  route: 'GET /v1/me/second-factors',
  summary: 'The second factors that are on, best first, and how many recovery codes are left.',
  answers: {
    200: z.strictObject({ methods: z.array(z.enum(factorMethods)), recoveryCodesLeft: z.int().min(0) }),
  },
  refusals: [],
});

/** POST /v1/me/second-factors/totp. */
export const enrolTotpContract = contract({
  route: 'POST /v1/me/second-factors/totp',
  summary: 'Makes the secret of an authenticator. It counts once a first code has confirmed it, within 15 minutes.',
  answers: {
    201: z.strictObject({
      secret: z.string().describe('For typing: 160 bits in base 32. Shown this once.'),
      uri: z.string().describe('For a QR code, as authenticators read it.'),
      endsAt: z.iso.datetime(),
    }),
  },
  refusals: ['second-factor-already-on', 'step-up-needed'],
});

/** POST /v1/me/second-factors/totp/confirmations. */
export const confirmTotpContract = contract({
  route: 'POST /v1/me/second-factors/totp/confirmations',
  summary: 'Turns the authenticator on with a first code. Every other session ends.',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
  answers: { 200: z.strictObject({ recoveryCodes: recoveryCodesSchema.optional() }) },
  refusals: ['second-factor-already-on', 'second-factor-refused', 'step-up-needed', 'too-many-attempts'],
});

/** POST /v1/me/second-factors/totp/removals. */
export const removeTotpContract = contract({
  route: 'POST /v1/me/second-factors/totp/removals',
  summary: 'Turns the authenticator off with one more proof of a second factor. Every other session ends.',
  body: z.strictObject({ secondFactor: factorProofSchema() }),
  answers: { 204: null },
  refusals: ['second-factor-off', 'second-factor-refused', 'step-up-needed', 'too-many-attempts'],
});

/** POST /v1/me/second-factors/recovery-codes. */
export const renewRecoveryCodesContract = contract({
  route: 'POST /v1/me/second-factors/recovery-codes',
  summary: 'Makes ten new recovery codes; the ones before end. Every other session ends.',
  answers: { 201: z.strictObject({ recoveryCodes: recoveryCodesSchema }) },
  refusals: ['second-factor-off', 'step-up-needed'],
});
