import { createHash } from 'node:crypto';

/** Where a second factor is proved, or a passkey made: at a login, in a session, or with the link to a new password. */
type OccasionKind = 'login' | 'session' | 'password-reset' | 'passkey-registration';

/**
 * Names the one occasion that a proof is asked for on, by the challenge, session or token it belongs to; the name is a
 * hash, so that it can be kept beside a code.
 */
export const factorOccasion = (kind: OccasionKind, secret: string): string =>
  `${kind}#${createHash('sha256').update(secret).digest('base64url')}`;
