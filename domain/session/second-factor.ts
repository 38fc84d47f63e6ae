import * as z from 'zod';

/**
 * Second factors, best first (NIST SP 800-63B-4, 2.2 and 3.1.3: a passkey resists phishing, a typed code does not; a code
 * by SMS is restricted). A client offers the first that is on.
 */
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

/** A proof together with the one occasion that it is presented on: a code that was sent serves on no other. */
export type PresentedFactor = FactorProof & { occasion?: string };

/** Whether a text names a method. */
export const isFactorMethod = (text: string): text is FactorMethod =>
  (factorMethods as readonly string[]).includes(text);
