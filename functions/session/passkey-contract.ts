import * as z from 'zod';
import { passkeyNameCharactersMax } from '#domain/session/passkey.ts';
import { base64urlSchema } from '#domain/session/second-factor.ts';
import { contract } from '#functions/edge/contract.ts';
import { recoveryCodesSchema } from './factor-contract.ts';

const credentialSchema = () =>
  z.strictObject({ type: z.literal('public-key'), id: z.string(), transports: z.array(z.string()) });

/** What a browser answers when a passkey was made (WebAuthn Level 3, 5.1, `RegistrationResponseJSON`). */
const attestationSchema = () =>
  z.strictObject({
    id: base64urlSchema(1400),
    rawId: base64urlSchema(1400),
    type: z.literal('public-key'),
    authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
    clientExtensionResults: z.looseObject({}).optional(),
    response: z.strictObject({
      clientDataJSON: base64urlSchema(4096),
      attestationObject: base64urlSchema(16_384),
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/))
        .max(8)
        .optional(),
      authenticatorData: base64urlSchema(8192).optional().describe('Repeats the attestation object; not read.'),
      publicKey: z.string().max(4096).nullish().describe('Repeats the attestation object; not read.'),
      publicKeyAlgorithm: z.int().optional().describe('Repeats the attestation object; not read.'),
    }),
  });

/** POST /v1/me/second-factors/passkeys/options. */
export const offerPasskeyContract = contract({
  route: 'POST /v1/me/second-factors/passkeys/options',
  summary: 'What `navigator.credentials.create` needs to make a passkey, within 5 minutes.',
  answers: {
    200: z.strictObject({
      publicKey: z.strictObject({
        rp: z.strictObject({ id: z.string(), name: z.string() }),
        user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
        challenge: z.string(),
        pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
        timeout: z.int().describe('In milliseconds.'),
        excludeCredentials: z.array(credentialSchema()),
        authenticatorSelection: z.strictObject({
          residentKey: z.literal('preferred'),
          requireResidentKey: z.boolean(),
          userVerification: z.literal('required'),
        }),
        attestation: z.literal('none'),
      }),
    }),
  },
  refusals: ['passkeys-used-up', 'step-up-needed'],
});

/** POST /v1/me/second-factors/passkeys. Whatever is wrong with a passkey, the answer is one. */
export const addPasskeyContract = contract({
  route: 'POST /v1/me/second-factors/passkeys',
  summary: 'Adds a passkey that was made with the options. Every other session ends.',
  body: z.strictObject({
    name: z.string().trim().min(1).max(passkeyNameCharactersMax).describe('By which its owner tells it from others.'),
    passkey: attestationSchema(),
  }),
  answers: { 201: z.strictObject({ passkeyId: z.string(), recoveryCodes: recoveryCodesSchema.optional() }) },
  refusals: ['passkey-refused', 'passkeys-used-up', 'step-up-needed'],
});

/** DELETE /v1/me/second-factors/passkeys/{passkeyId}. */
export const removePasskeyContract = contract({
  route: 'DELETE /v1/me/second-factors/passkeys/{passkeyId}',
  summary: 'Removes a passkey; recovery codes go with the last factor. Every other session ends.',
  path: z.strictObject({ passkeyId: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/) }),
  answers: { 204: null },
  refusals: ['step-up-needed'],
});

const requestedSchema = () =>
  z.strictObject({
    publicKey: z.strictObject({
      rpId: z.string(),
      challenge: z.string(),
      timeout: z.int().describe('In milliseconds.'),
      allowCredentials: z.array(credentialSchema()),
      userVerification: z.literal('required'),
    }),
  });

/** POST /v1/me/step-ups/passkey-options. */
export const askPasskeyStepUpContract = contract({
  route: 'POST /v1/me/step-ups/passkey-options',
  summary: 'What `navigator.credentials.get` needs to prove again who holds the session, within 5 minutes.',
  answers: { 200: requestedSchema() },
  refusals: ['second-factor-off'],
});

/** POST /v1/sessions/second-factors/passkey-options. */
export const askPasskeyLoginContract = contract({
  route: 'POST /v1/sessions/second-factors/passkey-options',
  summary: 'What `navigator.credentials.get` needs for the second step of a login.',
  body: z.strictObject({ challenge: z.string().regex(/^[\w-]{43}$/) }),
  answers: { 200: requestedSchema() },
  refusals: ['second-factor-off', 'second-factor-refused'],
});
