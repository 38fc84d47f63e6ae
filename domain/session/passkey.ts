import { refused, type ChangeRecord, type Refused } from '../decision.ts';

/** So many passkeys a player can have: a few devices and a key in a drawer. */
export const passkeysMax = 10;

/** For so long a challenge is good. */
export const passkeyChallengeSeconds = 5 * 60;

/** Longest name of a passkey, in characters. */
export const passkeyNameCharactersMax = 50;

/** EdDSA, ES256 and RS256 (COSE algorithm numbers): what authenticators of today make. */
export const passkeyAlgorithms = [-8, -7, -257] as const;

/** A passkey as options name it, so that a browser finds it or does not make it twice. */
export interface NamedCredential {
  credentialId: string;
  transports: readonly string[];
}

const descriptors = (credentials: readonly NamedCredential[]) =>
  credentials.map(({ credentialId, transports }) => ({
    type: 'public-key' as const,
    id: credentialId,
    transports: [...transports],
  }));

/**
 * What `navigator.credentials.create` is given (WebAuthn Level 3, 5.4). The account has no name in it but ours: an
 * authenticator shows it to whoever holds the device. No attestation: we trust no maker more than another.
 */
export function creationOptions(given: {
  rpId: string;
  challenge: string;
  userHandle: string;
  present: readonly NamedCredential[];
}) {
  return {
    rp: { id: given.rpId, name: 'sesetoro' },
    user: { id: given.userHandle, name: 'sesetoro', displayName: 'sesetoro' },
    challenge: given.challenge,
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: passkeyChallengeSeconds * 1000,
    excludeCredentials: descriptors(given.present),
    authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'required' },
    attestation: 'none',
  } as const;
}

/** What `navigator.credentials.get` is given (WebAuthn Level 3, 5.5). */
export function requestOptions(given: { rpId: string; challenge: string; present: readonly NamedCredential[] }) {
  return {
    rpId: given.rpId,
    challenge: given.challenge,
    timeout: passkeyChallengeSeconds * 1000,
    allowCredentials: descriptors(given.present),
    userVerification: 'required',
  } as const;
}

/** Whether one more passkey may be added to those that a player has; the refusal if not. */
export function refuseAnother(present: readonly NamedCredential[], credentialId?: string): Refused | undefined {
  if (present.length >= passkeysMax) return refused('passkeys-used-up');
  if (present.some((known) => known.credentialId === credentialId)) return refused('passkey-refused');
  return undefined;
}

/** A player turned a passkey on or off. */
export function passkeyChanged(
  { playerId, passkeyId }: { playerId: string; passkeyId: string },
  change: 'on' | 'off',
): ChangeRecord {
  const context = { method: 'passkey', change };
  const about = { noun: 'second-factor', nounId: passkeyId, subjectId: playerId };
  return {
    audit: [{ action: 'second-factor-changed', ...about, context }],
    events: [{ type: 'second-factor-changed', subjectId: playerId, context }],
  };
}
