import * as z from 'zod';

/** Second factors, best first (NIST SP 800-63B-4, 2.2: a passkey resists phishing, a typed code does not). */
export const factorMethods = ['totp', 'sms', 'recovery-code'] as const;

/** A way to prove a second factor. */
export type FactorMethod = (typeof factorMethods)[number];

/** A proof of a second factor as clients send it; made where it is used, not at every cold start. */
export const factorProofSchema = () =>
  z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('totp'), code: z.string().regex(/^\d{6}$/) }),
    z.strictObject({ method: z.literal('sms'), code: z.string().regex(/^\d{6}$/) }),
    z.strictObject({ method: z.literal('recovery-code'), code: z.string().max(64) }),
  ]);

/** A proof of a second factor. */
export type FactorProof = z.infer<ReturnType<typeof factorProofSchema>>;
