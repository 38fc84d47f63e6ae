import * as z from 'zod';

/**
 * Second factors, best first (NIST SP 800-63B-4, 2.2 and 3.1.3: a passkey resists phishing, a typed code does not; a code
 * by SMS is restricted). A client offers the first that is on.
 */
export const factorMethods = ['passkey', 'totp', 'sms', 'recovery-code'] as const;

/** A way to prove a second factor. */
export type FactorMethod = (typeof factorMethods)[number];

/** Bytes in base64url without padding, as browsers give them. */
export const base64urlSchema = (charactersMax: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(charactersMax);

/** What a browser answers when a passkey signs (WebAuthn Level 3, 5.1, `AuthenticationResponseJSON`). */
const assertionSchema = () =>
  z.strictObject({
    id: base64urlSchema(1400),
    rawId: base64urlSchema(1400),
    type: z.literal('public-key'),
    authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
    clientExtensionResults: z.looseObject({}).optional(),
    response: z.strictObject({
      clientDataJSON: base64urlSchema(4096),
      authenticatorData: base64urlSchema(4096),
      signature: base64urlSchema(4096),
      userHandle: base64urlSchema(100).nullish(),
    }),
  });

const typed = () =>
  [
    z.strictObject({ method: z.literal('totp'), code: z.string().regex(/^\d{6}$/) }),
    z.strictObject({ method: z.literal('sms'), code: z.string().regex(/^\d{6}$/) }),
    z.strictObject({ method: z.literal('recovery-code'), code: z.string().max(64) }),
  ] as const;

/** A code that somebody types, as clients send it; made where it is used, not at every cold start. */
export const typedProofSchema = () => z.discriminatedUnion('method', typed());

/** A proof of a second factor as clients send it; made where it is used, not at every cold start. */
export const factorProofSchema = () =>
  z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('passkey'), assertion: assertionSchema() }),
    ...typed(),
  ]);

/** A proof of a second factor as clients send it. */
export type FactorProof = z.infer<ReturnType<typeof factorProofSchema>>;

/**
 * A proof together with the one occasion that it is presented on: a code that was sent, and what a passkey signed, serve on
 * no other.
 */
export type PresentedFactor = FactorProof & { occasion?: string };

/** Whether a text names a method. */
export const isFactorMethod = (text: string): text is FactorMethod =>
  (factorMethods as readonly string[]).includes(text);

/** What a passkey signed. */
export type PasskeyAssertion = z.infer<ReturnType<typeof assertionSchema>>;
